/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.internal.linux.SyscallTable;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One process of a plan, executed by the interpreter of {@code interpreter.c} once more in Java; a
 * test holds the two equal. It has the slots, the passed descriptors and the data of that process;
 * a step that clones makes a simulator of its own for the child. What calls answer and what other
 * processes say comes from the {@link Surroundings}. Nothing waits for the clock: what is tried
 * again is tried at once. Not thread-safe.
 */
public final class PlanSimulator {
  private static final int LARGEST_ERRNO = 4096;

  /** {@code RETRIES} of {@code plan.h}. */
  private static final int RETRIES = 2000;

  /**
   * {@code LOWEST} of {@code shim.c}: the shim's descriptors lie above where children lay theirs.
   */
  private static final int LOWEST = 256;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_CLOEXEC = 0x80000;

  private final LaunchPlan plan;
  private final Surroundings around;
  private final SyscallTable table;
  private final SimulatedData data;
  private final SimulatedSlots slots;
  private final SimulatedTalk talk;
  private final ListedProcesses listed;
  private final FamilyProcesses family;
  private final List<Deed> deeds = new ArrayList<>();

  /** What was done, with the numbers that the operands had. */
  public sealed interface Deed {}

  /**
   * A system call.
   *
   * @param name the call's name
   * @param arguments its arguments; addresses are of the simulator's own memory
   * @param result what the kernel answered
   */
  public record Call(String name, List<Long> arguments, long result) implements Deed {
    /** Copies the arguments. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A step that is no system call of its own. The calls that it takes come before it.
   *
   * @param special which
   * @param values its operands; addresses are of the simulator's own memory
   */
  public record Work(Action.Special special, List<Long> values) implements Deed {
    /** Copies the values. */
    public Work {
      values = List.copyOf(values);
    }
  }

  /**
   * How a role's steps ended.
   *
   * @param role who failed: the role itself, or a child
   * @param step the failed step, or how many there are; {@link #NOWHERE} for a child that died
   *     without a word
   * @param errno the errno of the failed step, or 0
   */
  public record Ending(Role role, int step, int errno) {
    /** No step: nobody said where it failed. */
    public static final int NOWHERE = -1;

    /** {@return whether something failed} */
    public boolean isFailure() {
      return errno != 0 || step == NOWHERE;
    }
  }

  /**
   * A process that has executed nothing yet.
   *
   * @param plan what to execute
   * @param around the kernel and the other processes
   * @param table numbers of the system calls
   * @param memory where the plan's data lives
   * @param passed the numbers of the passed descriptors, in the plan's order
   */
  @SuppressWarnings("exports") // for the tests of this project; layers only build plans
  public PlanSimulator(
      LaunchPlan plan,
      Surroundings around,
      SyscallTable table,
      SegmentAllocator memory,
      List<Long> passed) {
    this(plan, around, table, new SimulatedData(memory), SimulatedSlots.empty(passed));
  }

  private PlanSimulator(
      LaunchPlan plan,
      Surroundings around,
      SyscallTable table,
      SimulatedData data,
      SimulatedSlots slots) {
    this.plan = plan;
    this.around = around;
    this.table = table;
    this.data = data;
    this.slots = slots;
    this.talk = new SimulatedTalk(plan.channels(), around, slots, new ShimDescriptors());
    this.listed = new ListedProcesses(this::call, data);
    this.family = new FamilyProcesses(this::call, data, OpenFlags.O_DIRECTORY);
  }

  /**
   * Makes this the launch of a command inside a session: operands name the session's slots as they
   * are now.
   *
   * @param session the shim's side of the session
   * @return this
   */
  public PlanSimulator inside(PlanSimulator session) {
    slots.takeSession(session.slots);
    return this;
  }

  /** {@return what was done so far, in order} */
  public List<Deed> deeds() {
    return List.copyOf(deeds);
  }

  /** {@return the system calls made so far, in order} */
  public List<Call> calls() {
    return deeds.stream().filter(Call.class::isInstance).map(Call.class::cast).toList();
  }

  /**
   * What a slot holds.
   *
   * @param slot the slot
   * @return its value, -1 when it is empty
   */
  public long value(Slot slot) {
    return slots.value(slot);
  }

  /**
   * Whether a slot holds a descriptor that the run closes when it is gone.
   *
   * @param slot the slot
   * @return whether it does
   */
  public boolean owns(Slot slot) {
    return slots.owns(slot);
  }

  /**
   * What bytes of the plan hold now.
   *
   * @param chunk the bytes
   * @return a copy
   */
  public byte[] bytes(Chunk chunk) {
    return data.bytes(chunk);
  }

  /**
   * Executes the steps of a role. A child that fails says so and exits; one that comes to its end
   * exits, too, unless it is INIT, who stays to reap. A launch that is complete closes the passed
   * descriptors and those it reports. An end and a teardown go on after a failure, for the rest
   * must go as well; a teardown closes what the run owns.
   *
   * @param role the role
   * @return how it ended; of several failures the first
   */
  public Ending execute(Role role) {
    List<Step> steps = plan.steps(role);
    Ending first = null;
    for (int i = 0; i < steps.size(); i++) {
      Ending failed =
          switch (persistently(role, steps.get(i))) {
            case StepOutcome.Done(int skip) -> {
              i += skip;
              yield null;
            }
            case StepOutcome.Failed(int errno) -> new Ending(role, i, errno);
            case StepOutcome.Later(int errno) -> new Ending(role, i, errno);
            case StepOutcome.Told(Ending told) -> told;
          };
      if (failed == null) {
        continue;
      }
      if (role.isChild()) {
        call("sendmsg", talk.lastWord(role, failed, data));
        call("exit_group", 1);
      }
      if (role != Role.END && role != Role.TEARDOWN) {
        return failed;
      }
      first = first == null ? failed : first;
    }
    complete(role);
    return first == null ? new Ending(role, steps.size(), 0) : first;
  }

  /** What follows when a role has no more steps. */
  private void complete(Role role) {
    switch (role) {
      case SHIM -> {
        closeAll(slots.takePassed());
        for (Slot reported : plan.reported()) { // they travelled to the JVM
          if (slots.value(reported) >= 0) {
            call("close", slots.value(reported));
            slots.clear(reported);
          }
        }
      }
      case ENTRY -> call("exit_group", 0);
      case PROGRAM -> call("exit_group", 1);
      case TEARDOWN -> {
        closeAll(slots.takePassed());
        closeAll(slots.owned());
      }
      case INIT, PAUSE, RESUME, END -> {}
    }
  }

  private void closeAll(long[] descriptors) {
    for (long descriptor : descriptors) {
      call("close", descriptor);
    }
  }

  private StepOutcome persistently(Role role, Step step) {
    StepOutcome outcome = execute(role, step);
    for (int retry = 0; outcome instanceof StepOutcome.Later && retry < RETRIES; retry++) {
      outcome = execute(role, step);
    }
    return outcome;
  }

  private StepOutcome execute(Role role, Step step) {
    long[] values = new long[6];
    // A process of its own makes the call: what that writes to memory is lost.
    boolean aside = has(step, Step.Trait.ASIDE);
    if (!resolve(step, aside ? data.copy() : data, values)) {
      return has(step, Step.Trait.OPTIONAL)
          ? StepOutcome.DONE
          : new StepOutcome.Failed(Errno.EPROTO);
    }
    return switch (step.action()) {
      case Action.SystemCall(String name) when aside -> {
        call(name, values);
        yield StepOutcome.DONE;
      }
      case Action.SystemCall(String name) -> judge(role, step, repeatedly(step, name, values));
      case Action.Special special -> {
        StepOutcome outcome = execute(role, step, special, values);
        deeds.add(new Work(special, Arrays.stream(values).boxed().toList()));
        yield outcome;
      }
    };
  }

  private static boolean has(Step step, Step.Trait trait) {
    return step.traits().contains(trait);
  }

  /** False: an operand names nothing. */
  private boolean resolve(Step step, SimulatedData memory, long[] values) {
    for (int i = 0; i < step.operands().size(); i++) {
      Operand operand = step.operands().get(i);
      switch (operand) {
        case Operand.Value(long number, String _) -> values[i] = number;
        case Operand.Address(Chunk chunk, int offset) -> values[i] = memory.address(chunk, offset);
        case Operand.Saved _, Operand.Passed _, Operand.OfSession _ -> {
          values[i] = slots.held(operand);
          if (values[i] < 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The first result that is an errno, or the last one. */
  private long repeatedly(Step step, String name, long[] values) {
    long result = call(name, values);
    for (int i = 1; i < step.times() && !isErrno(result); i++) {
      values[1]++;
      result = call(name, values);
    }
    return result;
  }

  private static boolean isErrno(long result) {
    return result < 0 && result > -LARGEST_ERRNO;
  }

  /** The result of a step: a failure, something expected, or a success with its consequences. */
  private StepOutcome judge(Role role, Step step, long result) {
    if (isErrno(result)) {
      int errno = (int) -result;
      if (errno == step.expected()) {
        return has(step, Step.Trait.RETRY)
            ? new StepOutcome.Later(errno)
            : new StepOutcome.Done(step.jump());
      }
      return errno == step.other() ? StepOutcome.DONE : new StepOutcome.Failed(errno);
    }
    if (has(step, Step.Trait.EXACT) && result != step.exact()) {
      return new StepOutcome.Failed(Errno.EPROTO);
    }
    Slot slot = step.save();
    if (slot != null && has(step, Step.Trait.DESCRIPTOR)) {
      long descriptor = role.isChild() ? result : high(result);
      if (descriptor < 0) {
        return new StepOutcome.Failed((int) -descriptor);
      }
      slots.own(slot.index(), descriptor);
    } else if (slot != null) {
      slots.save(slot.index(), result);
    }
    if (has(step, Step.Trait.CLEAR)
        && step.operands().getFirst() instanceof Operand.Saved(Slot cleared)) {
      slots.clear(cleared);
    }
    return StepOutcome.DONE;
  }

  private long call(String name, long... arguments) {
    int number = table.number(name).orElseThrow();
    long[] six = Arrays.copyOf(arguments, 6);
    long result = around.call(number, six[0], six[1], six[2], six[3], six[4], six[5]);
    deeds.add(new Call(name, Arrays.stream(six).boxed().toList(), result));
    return result;
  }

  /** Moves a descriptor of the shim out of the low range. */
  private long high(long result) {
    int descriptor = (int) result;
    if (descriptor < 0 || descriptor >= LOWEST) {
      return descriptor;
    }
    long moved = call("fcntl", descriptor, F_DUPFD_CLOEXEC, LOWEST);
    call("close", descriptor);
    return moved;
  }

  private final class ShimDescriptors implements SimulatedTalk.Descriptors {
    @Override
    public long high(long descriptor) {
      return PlanSimulator.this.high(descriptor);
    }

    @Override
    public void close(long descriptor) {
      call("close", descriptor);
    }
  }

  private StepOutcome execute(Role role, Step step, Action.Special special, long[] values) {
    Operand first = step.operands().isEmpty() ? Operand.NULL : step.operands().getFirst();
    return switch (special) {
      case STORE32 -> judge(role, step, data.store32(first, (int) values[1]));
      case STORE64 -> judge(role, step, data.store64(first, values[1]));
      case DECIMAL -> judge(role, step, data.decimal(first, values[1], (int) values[2]));
      case LOAD32 -> judge(role, step, data.load32(first));
      case KEEP -> judge(role, step, keep(first, (int) values[1]));
      case CLONE -> judge(role, step, cloneRole(step, values));
      case KILL_LISTED -> judge(role, step, listed.kill(values[0]));
      case MOVE_LISTED -> judge(role, step, listed.move(values[0], values[1]));
      case KILL_FAMILY -> judge(role, step, family.kill((int) values[0], (int) values[1]));
      case AWAIT -> talk.await(values);
      case AWAIT_EXEC -> talk.awaitExec();
      case AWAIT_GO -> StepOutcome.DONE; // here all descriptors are passed at once
      case AWAIT_EXIT -> talk.awaitExit(values);
      case EXITED -> judge(role, step, talk.hasExited(values) ? 0 : -Errno.EAGAIN);
      case BETWEEN ->
          judge(role, step, data.isBetween(first, values[1], values[2]) ? 0 : -Errno.EAGAIN);
      case REPORT_END -> judge(role, step, 0);
    };
  }

  /** Descriptors 0..count-1 become the listed ones, all others are closed. */
  private long keep(Operand list, int count) {
    List<KeptDescriptor> kept = data.kept(list, count);
    for (int i = 0; i < count; i++) {
      int descriptor = slots.held(kept.get(i));
      if (descriptor < 0) {
        return -Errno.EPROTO;
      }
      long result = call("dup3", descriptor, i, kept.get(i).inherit() ? 0 : O_CLOEXEC);
      if (result < 0) {
        return result;
      }
    }
    for (int i = 0; i < count; i++) {
      slots.moved(kept.get(i), i);
    }
    return call("close_range", count, 0xffff_ffffL, 0);
  }

  /** The child is born in the namespaces that the shim stands in for the moment of the clone. */
  private long cloneRole(Step step, long[] values) {
    Role role = SimulatedTalk.childNumbered(values[0]);
    if (role == Role.SHIM) {
      return -Errno.EPROTO;
    }
    long left = 0;
    long result = 0;
    for (int i = 0; i < values[4] && result == 0; i++) {
      SimulatedData.Place place = data.stand(step.operands().get(3), i);
      int namespaces = slots.held(place.namespaces());
      result = namespaces < 0 ? -Errno.EPROTO : call("setns", namespaces, place.flags());
      left |= result == 0 ? place.flags() : 0;
    }
    long pid = result == 0 ? cloneAs(values[5], values[1], values[2]) : result;
    if (left != 0) {
      around.returnHome(left);
    }
    if (pid > 0) {
      Surroundings childs = around.of(role);
      around.cloned(role, new PlanSimulator(plan, childs, table, data.copy(), slots.copy()));
      Slot slot = plan.channels().pidOf().get(role);
      if (slot != null) {
        slots.save(slot.index(), pid);
      }
    }
    return pid;
  }

  /** In the name of an owner, for whom the kernel counts what is used in a user namespace. */
  private long cloneAs(long owner, long arguments, long size) {
    long self = call("geteuid");
    if (owner == 0) {
      return call("clone3", arguments, size);
    }
    long result = call("setresuid", owner, owner, -1);
    if (result < 0) {
      return result;
    }
    call("setfsuid", self);
    long pid = call("clone3", arguments, size);
    call("setresuid", self, self, -1);
    return pid;
  }
}
