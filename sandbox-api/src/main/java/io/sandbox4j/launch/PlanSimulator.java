/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.SyscallTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The interpreter of {@code interpreter.c} once more in Java: executes the steps of one role
 * against a {@link Kernel}, which may be a recording double. Steps that clone or wait for other
 * processes succeed, are not recorded and fill no slot; a retry errno fails at once; descriptors
 * are not moved to the high range. Not thread-safe.
 */
public final class PlanSimulator {
  private static final int LARGEST_ERRNO = 4096;

  private final LaunchPlan plan;
  private final Kernel kernel;
  private final SyscallTable table;
  private final Arena arena;
  private final IdentityHashMap<Chunk, MemorySegment> memory = new IdentityHashMap<>();
  private final long[] slots = new long[Slot.MOST];
  private final long[] passed;
  private final List<Call> calls = new ArrayList<>();

  /**
   * A call that was made, with the numbers the kernel got.
   *
   * @param name the call's name
   * @param arguments its arguments; addresses are of the simulator's own memory
   * @param result what the kernel answered
   */
  public record Call(String name, List<Long> arguments, long result) {
    /** Copies the arguments. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * How a role's steps ended.
   *
   * @param step the failed step, or how many there are
   * @param errno the errno of the failed step, or 0
   */
  public record Ending(int step, int errno) {}

  /**
   * A simulator.
   *
   * @param plan what to execute
   * @param kernel who answers system calls
   * @param table numbers of the system calls
   * @param arena where the plan's data lives
   * @param passed the numbers of the passed descriptors, in the plan's order
   */
  @SuppressWarnings("exports") // for the tests of this project; layers only build plans
  public PlanSimulator(
      LaunchPlan plan, Kernel kernel, SyscallTable table, Arena arena, List<Long> passed) {
    this.plan = plan;
    this.kernel = kernel;
    this.table = table;
    this.arena = arena;
    this.passed = passed.stream().mapToLong(Long::longValue).toArray();
    Arrays.fill(slots, -1);
  }

  /** {@return the calls made so far, in order} */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /**
   * What a slot holds.
   *
   * @param slot the slot
   * @return its value, -1 when it is empty
   */
  public long value(Slot slot) {
    return slots[slot.index()];
  }

  /**
   * Executes the steps of a role.
   *
   * @param role the role
   * @return how it ended
   */
  public Ending execute(Role role) {
    List<Step> steps = plan.steps(role);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      long[] values = resolve(step);
      if (values.length == 0) {
        if (step.traits().contains(Step.Trait.OPTIONAL)) {
          continue;
        }
        return new Ending(i, Errno.EPROTO);
      }
      long result = act(step, values);
      if (isErrno(result)) {
        int errno = (int) -result;
        if (errno == step.expected() && !step.traits().contains(Step.Trait.RETRY)) {
          i += step.jump();
          continue;
        }
        if (errno == step.other()) {
          continue;
        }
        return new Ending(i, errno);
      }
      if (step.traits().contains(Step.Trait.EXACT) && result != step.exact()) {
        return new Ending(i, Errno.EPROTO);
      }
      keep(step, result);
    }
    return new Ending(steps.size(), 0);
  }

  private void keep(Step step, long result) {
    Slot save = step.save();
    if (save != null) {
      slots[save.index()] = result;
    }
    if (step.traits().contains(Step.Trait.CLEAR)
        && step.operands().getFirst() instanceof Operand.Saved(Slot slot)) {
      slots[slot.index()] = -1;
    }
  }

  /** The six values; none when an operand names nothing. */
  private long[] resolve(Step step) {
    long[] values = new long[6];
    for (int i = 0; i < step.operands().size(); i++) {
      long value =
          switch (step.operands().get(i)) {
            case Operand.Value(long number, String _) -> number;
            case Operand.Address(Chunk chunk, int offset) -> place(chunk).address() + offset;
            case Operand.Saved(Slot slot) -> slots[slot.index()];
            case Operand.Passed(int index, String _) -> index < passed.length ? passed[index] : -1;
            case Operand.OfSession _ -> -1;
          };
      boolean fixed =
          step.operands().get(i) instanceof Operand.Value
              || step.operands().get(i) instanceof Operand.Address;
      if (value < 0 && !fixed) {
        return new long[0];
      }
      values[i] = value;
    }
    return values;
  }

  private MemorySegment place(Chunk chunk) {
    MemorySegment placed = memory.get(chunk);
    if (placed == null) {
      placed = arena.allocate(Math.max(8, (chunk.size() + 7) & ~7), 8);
      MemorySegment.copy(chunk.bytes(), 0, placed, ValueLayout.JAVA_BYTE, 0, chunk.size());
      memory.put(chunk, placed);
      for (var pointer : chunk.pointers().entrySet()) {
        placed.set(
            ValueLayout.JAVA_LONG_UNALIGNED, pointer.getKey(), place(pointer.getValue()).address());
      }
    }
    return placed;
  }

  private long act(Step step, long[] values) {
    return switch (step.action()) {
      case Action.SystemCall(String name) -> {
        long result = 0;
        for (int i = 0; i < step.times() && !isErrno(result); i++, values[1]++) {
          result = call(name, values);
        }
        yield result;
      }
      case Action.Special special -> special(special, step, values);
    };
  }

  private long call(String name, long[] values) {
    int number = table.number(name).orElseThrow();
    long result =
        kernel.call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    calls.add(new Call(name, Arrays.stream(values).boxed().toList(), result));
    return result;
  }

  private static boolean isErrno(long result) {
    return result < 0 && result > -LARGEST_ERRNO;
  }

  private long special(Action.Special special, Step step, long[] values) {
    return switch (special) {
      case STORE32 -> {
        data(step).set(ValueLayout.JAVA_INT_UNALIGNED, offset(step), (int) values[1]);
        yield 0;
      }
      case STORE64 -> {
        data(step).set(ValueLayout.JAVA_LONG_UNALIGNED, offset(step), values[1]);
        yield 0;
      }
      case DECIMAL -> decimal(step, values[1], (int) values[2]);
      case LOAD32 -> data(step).get(ValueLayout.JAVA_INT_UNALIGNED, offset(step));
      case KEEP, CLONE, AWAIT, AWAIT_EXEC, AWAIT_EXIT, KILL_LISTED, MOVE_LISTED -> 0;
      case EXITED, COMPARE, REPORT_END -> 0;
    };
  }

  private long decimal(Step step, long value, int width) {
    String digits = Long.toUnsignedString(value);
    if (width > 0) {
      digits = "0".repeat(Math.max(0, width - digits.length())) + digits;
      digits = digits.substring(digits.length() - width);
    }
    byte[] text = (width > 0 ? digits : digits + "\0").getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(text, 0, data(step), ValueLayout.JAVA_BYTE, offset(step), text.length);
    return digits.length();
  }

  private MemorySegment data(Step step) {
    return step.operands().getFirst() instanceof Operand.Address(Chunk chunk, int _)
        ? place(chunk)
        : MemorySegment.NULL;
  }

  private static int offset(Step step) {
    return step.operands().getFirst() instanceof Operand.Address(Chunk _, int offset) ? offset : 0;
  }
}
