/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;

/** Finds a plan's chunks in the block that it was compiled to, by the operands that name them. */
final class PlanBlock {
  private static final int STEPS_AT = 80;
  private static final int DATA_AT = 108;
  private static final int STEP = 80;
  private static final int OPERANDS = 16;

  private final ByteBuffer block;
  private final LaunchPlan plan;

  PlanBlock(byte[] block, LaunchPlan plan) {
    this.block = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    this.plan = plan;
  }

  /** The chunks that steps name, each once, in the order of the steps. */
  static List<Chunk> named(LaunchPlan plan) {
    IdentityHashMap<Chunk, Boolean> seen = new IdentityHashMap<>();
    List<Chunk> chunks = new ArrayList<>();
    for (Step step : plan.steps()) {
      for (Operand operand : step.operands()) {
        if (operand instanceof Operand.Address(Chunk chunk, int _)
            && seen.put(chunk, true) == null) {
          chunks.add(chunk);
        }
      }
    }
    return chunks;
  }

  /** A chunk's content, without the pointers in it. */
  static String content(Chunk chunk, byte[] bytes) {
    byte[] shown = bytes.clone();
    for (int offset : chunk.pointers().keySet()) {
      java.util.Arrays.fill(shown, offset, offset + Long.BYTES, (byte) 0);
    }
    return chunk + " " + HexFormat.of().formatHex(shown);
  }

  /** What the chunks hold in a block as it is after the run. */
  List<String> chunks(byte[] after) {
    int dataAt = block.getInt(DATA_AT);
    int stepsAt = block.getInt(STEPS_AT);
    IdentityHashMap<Chunk, String> found = new IdentityHashMap<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      List<Operand> operands = plan.steps().get(i).operands();
      for (int j = 0; j < operands.size(); j++) {
        if (operands.get(j) instanceof Operand.Address(Chunk chunk, int offset)) {
          long at = block.getLong(stepsAt + i * STEP + OPERANDS + j * Long.BYTES) - offset + dataAt;
          byte[] bytes = new byte[chunk.size()];
          System.arraycopy(after, (int) at, bytes, 0, bytes.length);
          found.put(chunk, content(chunk, bytes));
        }
      }
    }
    return named(plan).stream().map(found::get).toList();
  }
}
