/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of classic BPF.
 *
 * @param instructions its instructions, the first one first
 */
public record BpfProgram(List<BpfInstruction> instructions) {

  /** The greatest number of instructions the kernel takes: BPF_MAXINSNS. */
  public static final int MAX_INSTRUCTIONS = 4096;

  /** Copies the list. */
  public BpfProgram {
    instructions = List.copyOf(instructions);
  }

  /**
   * Reads the records of {@code struct sock_filter}, little endian.
   *
   * @param records the records
   * @return the program
   * @throws IllegalArgumentException when the length is not a multiple of 8
   */
  public static BpfProgram parse(byte[] records) {
    if (records.length % BpfInstruction.BYTES != 0) {
      throw new IllegalArgumentException(
          records.length + " bytes are no whole number of 8-byte instructions");
    }
    var in = ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN);
    List<BpfInstruction> instructions = new ArrayList<>(records.length / BpfInstruction.BYTES);
    while (in.hasRemaining()) {
      int code = Short.toUnsignedInt(in.getShort());
      int jt = Byte.toUnsignedInt(in.get());
      int jf = Byte.toUnsignedInt(in.get());
      instructions.add(new BpfInstruction(code, jt, jf, in.getInt()));
    }
    return new BpfProgram(instructions);
  }

  /** {@return how many instructions there are} */
  public int size() {
    return instructions.size();
  }

  /**
   * The records of {@code struct sock_filter}, little endian, as the kernel takes them.
   *
   * @return the bytes
   */
  public byte[] bytes() {
    var out = ByteBuffer.allocate(size() * BpfInstruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var i : instructions) {
      out.putShort((short) i.code()).put((byte) i.jt()).put((byte) i.jf()).putInt(i.k());
    }
    return out.array();
  }
}
