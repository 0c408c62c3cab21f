/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns a plan into the flat byte block that the shim loads; {@code plan.h} describes the same
 * bytes. All numbers are little endian.
 */
public final class PlanCompiler {
  static final int MAGIC = 0x504a3453;
  static final int VERSION = 1;
  private static final int NO_SLOT = 0xff;
  private static final int HEADER = 16 + 8 * 8 + 16 + 16 + 4 + 4 + 4 + 4 + 8 + 8 + 8;
  private static final int STEP = 16 + 6 * 8 + 8 + 8;
  private static final int WATCH = 32;
  private static final int READING = 16;
  private static final int REPORTED = 8;
  private static final int MOST_WATCHES = 8;

  private final LaunchPlan plan;
  private final SyscallTable table;
  private final PlacedChunks data = new PlacedChunks();

  private PlanCompiler(LaunchPlan plan, SyscallTable table) {
    this.plan = plan;
    this.table = table;
  }

  /**
   * Compiles a plan.
   *
   * @param plan what to compile
   * @param table numbers of the system calls on the machine that will execute it
   * @return the block
   * @throws IllegalArgumentException if the plan names a call that the table does not have, or has
   *     more watches or reported descriptors than the format holds
   */
  @SuppressWarnings("exports") // the engine compiles; layers only build plans
  public static byte[] compile(LaunchPlan plan, SyscallTable table) {
    return new PlanCompiler(plan, table).block();
  }

  private byte[] block() {
    require(plan.watches().size() <= MOST_WATCHES, "more than " + MOST_WATCHES + " watches");
    require(plan.reported().size() <= REPORTED, "more than " + REPORTED + " reported descriptors");
    int stepsAt = HEADER;
    int watchesAt = stepsAt + plan.steps().size() * STEP;
    int readingsAt = watchesAt + plan.watches().size() * WATCH;
    int relocationsAt = readingsAt + plan.readings().size() * READING;
    // The data is placed as the steps name it; how much it is shows at the end.
    byte[] lists = new byte[relocationsAt];
    ByteBuffer out = ByteBuffer.wrap(lists).order(ByteOrder.LITTLE_ENDIAN);
    out.position(stepsAt);
    int[] counts = new int[Role.values().length];
    for (Step step : plan.steps()) {
      counts[step.role().number()]++;
      putStep(out, step);
    }
    for (Watch watch : plan.watches()) {
      putWatch(out, watch, key(watch));
    }
    for (Reading reading : plan.readings()) {
      out.putInt(reading.place().index()).putInt(data.place(reading.name()));
      out.putInt(reading.limit()).putInt(reading.atStart() ? 1 : 0);
    }
    int relocations = data.placeTargets();
    int dataAt = (relocationsAt + relocations * 8 + 15) & ~15;
    byte[] block = Arrays.copyOf(lists, dataAt + data.size());
    out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(block.length).putInt(plan.steps().size());
    int first = 0;
    for (int count : counts) {
      out.putInt(first).putInt(count);
      first += count;
    }
    out.putInt(stepsAt).putInt(relocationsAt).putInt(relocations).putInt(watchesAt);
    out.putInt(plan.watches().size())
        .putInt(readingsAt)
        .putInt(plan.readings().size())
        .putInt(dataAt);
    out.putInt(data.size());
    putByRole(out, plan.channels().shimEndOf());
    putByRole(out, plan.channels().childEndOf());
    putByRole(out, plan.channels().pidOf());
    for (int i = 0; i < REPORTED; i++) {
      out.put((byte) (i < plan.reported().size() ? plan.reported().get(i).index() : NO_SLOT));
    }
    out.putLong(plan.setupLimit().toNanos());
    out.putInt(plan.awaitDescendants() ? 1 : 0).putInt(0);
    require(out.position() == HEADER, "header of " + out.position() + " bytes");
    data.write(out.position(relocationsAt), dataAt);
    return block;
  }

  private void putStep(ByteBuffer out, Step step) {
    int start = out.position();
    out.putInt(number(step));
    long kinds = 0; // six bytes, the first one lowest
    List<Operand> operands = step.operands();
    int values = start + 16;
    for (int i = 0; i < operands.size(); i++) {
      int kind;
      long value;
      switch (operands.get(i)) {
        case Operand.Value(long number, String _) -> {
          kind = 0;
          value = number;
        }
        case Operand.Address(Chunk chunk, int offset) -> {
          // The interpreter's own steps take the offset, the kernel takes the address.
          kind = step.action() instanceof Action.Special ? 0 : 1;
          value = (long) data.place(chunk) + offset;
        }
        case Operand.Saved(Slot slot) -> {
          kind = 2;
          value = slot.index();
        }
        case Operand.Passed(int index, String _) -> {
          kind = 3;
          value = index;
        }
        case Operand.OfSession(Slot slot) -> {
          kind = 4;
          value = slot.index();
        }
      }
      kinds |= (long) kind << (8 * i);
      out.putLong(values + 8 * i, value);
    }
    out.putInt((int) kinds).putShort((short) (kinds >>> 32));
    out.put((byte) Step.Trait.bits(step.traits()));
    out.put((byte) (step.save() == null ? NO_SLOT : step.save().index()));
    out.position(values + 6 * 8);
    out.putLong(step.exact());
    out.putShort((short) step.expected()).putShort((short) step.jump());
    out.putShort((short) step.other()).putShort((short) step.times());
    require(out.position() - start == STEP, "step of " + (out.position() - start) + " bytes");
  }

  private void putWatch(ByteBuffer out, Watch watch, String key) {
    switch (watch) {
      case Watch.Wall(int cause, var limit) ->
          putWatch(out, 0, cause, limit.toNanos(), NO_SLOT, key, 1, 1);
      case Watch.Counter(int cause, var limit, Slot file, String _, int unit, int parallel) ->
          putWatch(out, 1, cause, limit.toNanos(), file.index(), key, unit, parallel);
      case Watch.Idle(int cause, var limit, Slot file, String _, int unit) ->
          putWatch(out, 2, cause, limit.toNanos(), file.index(), key, unit, 1);
      case Watch.Event(int cause, Slot event) ->
          putWatch(out, 3, cause, 0, event.index(), key, 1, 1);
    }
  }

  private void putWatch(
      ByteBuffer out,
      int kind,
      int cause,
      long limit,
      int slot,
      String key,
      int unit,
      int parallel) {
    out.putInt(kind)
        .putInt(cause)
        .putLong(limit)
        .putInt(slot)
        .putInt(data.place(key))
        .putInt(unit)
        .putInt(parallel);
  }

  private static String key(Watch watch) {
    return switch (watch) {
      case Watch.Counter counter -> counter.key();
      case Watch.Idle idle -> idle.key();
      case Watch.Wall _, Watch.Event _ -> "";
    };
  }

  private int number(Step step) {
    return switch (step.action()) {
      case Action.Special special -> special.number();
      case Action.SystemCall(String call) -> {
        var number = table.number(call);
        if (number.isEmpty()) {
          throw new IllegalArgumentException(
              "no system call " + call + " here, for '" + step.label() + "'");
        }
        yield number.getAsInt();
      }
    };
  }

  /** A role without a slot gets the one that is always empty. */
  private static void putByRole(ByteBuffer out, Map<Role, Slot> slots) {
    for (int role = Role.SHIM.number(); role <= Role.PROGRAM.number(); role++) {
      Slot slot = slots.get(Role.numbered(role));
      out.put((byte) (slot == null ? Slot.MOST : slot.index()));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("the plan does not fit the format: " + otherwise);
    }
  }
}
