/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
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
  private final IdentityHashMap<Chunk, Integer> offsets = new IdentityHashMap<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private int dataSize = 8; // offset 0 means "none" to readings and watches

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
    List<Chunk> keys = new ArrayList<>();
    for (Watch watch : plan.watches()) {
      keys.add(text(key(watch)));
    }
    List<Chunk> names = plan.readings().stream().map(r -> text(r.name())).toList();
    keys.stream().filter(c -> c.size() > 1).forEach(this::place);
    names.stream().filter(c -> c.size() > 1).forEach(this::place);
    for (Step step : plan.steps()) {
      for (Operand operand : step.operands()) {
        if (operand instanceof Operand.Address(Chunk chunk, int _)) {
          place(chunk);
        }
      }
    }
    int stepsAt = HEADER;
    int watchesAt = stepsAt + plan.steps().size() * STEP;
    int readingsAt = watchesAt + plan.watches().size() * WATCH;
    int relocations = chunks.stream().mapToInt(c -> c.pointers().size()).sum();
    int relocationsAt = readingsAt + plan.readings().size() * READING;
    int dataAt = (relocationsAt + relocations * 8 + 15) & ~15;
    ByteBuffer out = ByteBuffer.allocate(dataAt + dataSize).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(out.capacity()).putInt(plan.steps().size());
    int first = 0;
    for (Role role : Role.values()) {
      int count = (int) plan.steps().stream().filter(s -> s.role() == role).count();
      out.putInt(first).putInt(count);
      first += count;
    }
    out.putInt(stepsAt).putInt(relocationsAt).putInt(relocations).putInt(watchesAt);
    out.putInt(plan.watches().size())
        .putInt(readingsAt)
        .putInt(plan.readings().size())
        .putInt(dataAt);
    out.putInt(dataSize);
    putByRole(out, plan.channels().shimEndOf(), NO_SLOT);
    putByRole(out, plan.channels().childEndOf(), NO_SLOT);
    putByRole(out, plan.channels().pidOf(), Slot.MOST);
    for (int i = 0; i < REPORTED; i++) {
      out.put((byte) (i < plan.reported().size() ? plan.reported().get(i).index() : NO_SLOT));
    }
    out.putLong(plan.setupLimit().toNanos());
    out.putInt(plan.awaitDescendants() ? 1 : 0).putInt(0);
    require(out.position() == HEADER, "header of " + out.position() + " bytes");
    plan.steps().forEach(step -> putStep(out, step));
    for (int i = 0; i < keys.size(); i++) {
      putWatch(out, plan.watches().get(i), keys.get(i));
    }
    for (int i = 0; i < names.size(); i++) {
      Reading reading = plan.readings().get(i);
      out.putInt(reading.place().index()).putInt(offset(names.get(i))).putInt(reading.limit());
      out.putInt(reading.atStart() ? 1 : 0);
    }
    for (Chunk chunk : chunks) {
      chunk.pointers().forEach((at, to) -> out.putInt(offset(chunk) + at).putInt(offset(to)));
    }
    for (Chunk chunk : chunks) {
      out.put(dataAt + offset(chunk), chunk.bytes());
    }
    return out.array();
  }

  private void putStep(ByteBuffer out, Step step) {
    int start = out.position();
    out.putInt(number(step));
    byte[] kinds = new byte[6];
    long[] values = new long[6];
    for (int i = 0; i < step.operands().size(); i++) {
      switch (step.operands().get(i)) {
        case Operand.Value(long value, String _) -> values[i] = value;
        case Operand.Address(Chunk chunk, int offset) -> {
          // The interpreter's own steps take the offset, the kernel takes the address.
          kinds[i] = (byte) (step.action() instanceof Action.Special ? 0 : 1);
          values[i] = (long) offset(chunk) + offset;
        }
        case Operand.Saved(Slot slot) -> {
          kinds[i] = 2;
          values[i] = slot.index();
        }
        case Operand.Passed(int index, String _) -> {
          kinds[i] = 3;
          values[i] = index;
        }
        case Operand.OfSession(Slot slot) -> {
          kinds[i] = 4;
          values[i] = slot.index();
        }
      }
    }
    out.put(kinds);
    out.put((byte) step.traits().stream().mapToInt(Step.Trait::bit).sum());
    out.put((byte) (step.save() == null ? NO_SLOT : step.save().index()));
    out.putInt(0);
    Arrays.stream(values).forEach(out::putLong);
    out.putLong(step.exact());
    out.putShort((short) step.expected()).putShort((short) step.jump());
    out.putShort((short) step.other()).putShort((short) step.times());
    require(out.position() - start == STEP, "step of " + (out.position() - start) + " bytes");
  }

  private void putWatch(ByteBuffer out, Watch watch, Chunk key) {
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
      Chunk key,
      int unit,
      int parallel) {
    out.putInt(kind)
        .putInt(cause)
        .putLong(limit)
        .putInt(slot)
        .putInt(offset(key))
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
      case Action.SystemCall(String call) ->
          table
              .number(call)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "no system call " + call + " here, for '" + step.label() + "'"));
    };
  }

  private static void putByRole(ByteBuffer out, Map<Role, Slot> slots, int none) {
    for (Role role : List.of(Role.SHIM, Role.INIT, Role.ENTRY, Role.PROGRAM)) {
      Slot slot = slots.get(role);
      out.put((byte) (slot == null ? none : slot.index()));
    }
  }

  /** An entry of the list that {@link Action.Special#KEEP} takes: kind, index, inherit, 0. */
  static int kept(Operand descriptor, boolean inherit) {
    int flag = inherit ? 1 << 16 : 0;
    return switch (descriptor) {
      case Operand.Saved(Slot slot) -> 2 | slot.index() << 8 | flag;
      case Operand.Passed(int index, String _) -> 3 | index << 8 | flag;
      case Operand.OfSession(Slot slot) -> 4 | slot.index() << 8 | flag;
      case Operand.Value _, Operand.Address _ ->
          throw new IllegalArgumentException(
              "a kept descriptor is saved or passed, not " + descriptor);
    };
  }

  private static Chunk text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Chunk(Arrays.copyOf(bytes, bytes.length + 1), text);
  }

  private void place(Chunk chunk) {
    if (offsets.containsKey(chunk)) {
      return;
    }
    offsets.put(chunk, dataSize);
    chunks.add(chunk);
    dataSize += (chunk.size() + 7) & ~7;
    chunk.pointers().values().forEach(this::place);
  }

  private int offset(Chunk chunk) {
    return offsets.getOrDefault(chunk, 0);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("the plan does not fit the format: " + otherwise);
    }
  }
}
