/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.SyscallTable;
import io.sandbox4j.launch.PlanSimulator;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Surroundings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The kernel as a trace of the C interpreter remembers it: each call of the simulator must be the
 * next of the traced process, with the same arguments, and gets the result that it had there. Texts
 * are compared by their bytes; an address stands for one and the same address throughout. Of
 * structures only the fact is compared.
 */
final class TracedSurroundings implements Surroundings {
  private static final SyscallTable TABLE = SyscallTable.of(Arch.current());

  /** What the shim does for itself, between the steps. */
  private static final Set<String> OWN_BUSINESS =
      Set.of(
          "epoll_pwait",
          "epoll_ctl",
          "ioctl", // of a listener, while an execve is awaited; no step of the shim has one
          "ppoll",
          "timerfd_settime",
          "clock_gettime",
          "madvise",
          "munmap");

  /** How much the shim reads of a timer or a signal at once; no step reads that much. */
  private static final int DRAIN = 1024;

  private static final int MSGHDR_IOV = 16;
  private static final int MSGHDR_CONTROL = 32;
  private static final int CLONE_PIDFD_AT = 8;
  private static final int CMSG_DATA = 16;
  private static final int WORD = 16;
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int SIGUSR1 = 10;
  private static final int SIGKILL = 9;

  private final TracedProcess trace;
  private final LongFunction<TracedProcess> byPid;
  private final SimulatedMemory memory;
  private final TracedShim shim;
  private final boolean isShim;
  private final Map<Role, TracedSurroundings> children = new EnumMap<>(Role.class);
  private final Queue<byte[]> words = new ArrayDeque<>();
  private final Map<Long, Long> realOf = new HashMap<>();
  private final Map<Long, Long> simulatedOf = new HashMap<>();
  private final Set<Long> reaped = new HashSet<>();
  private long lastCloned;
  private int compared;

  /** The process has executed the program: what comes now is not the plan's. */
  static final class Executed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Of the shim. */
  TracedSurroundings(
      TracedProcess trace,
      LongFunction<TracedProcess> byPid,
      SimulatedMemory memory,
      TracedShim shim) {
    this(trace, byPid, memory, shim, true);
  }

  private TracedSurroundings(
      TracedProcess trace,
      LongFunction<TracedProcess> byPid,
      SimulatedMemory memory,
      TracedShim shim,
      boolean isShim) {
    this.trace = trace;
    this.byPid = byPid;
    this.memory = memory;
    this.shim = shim;
    this.isShim = isShim;
  }

  /** What the shim is asked to launch next: the passed descriptors. */
  List<Long> takeLaunch() {
    passOver();
    return shim.takeLaunch();
  }

  /** How many calls were compared, of the children, too. */
  int compared() {
    return compared + children.values().stream().mapToInt(TracedSurroundings::compared).sum();
  }

  @Override
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    String name = TABLE.name((int) number).orElseThrow();
    long[] arguments = {a, b, c, d, e, f};
    String difference = difference(name, arguments);
    while (difference != null && isOwnBusiness()) {
      trace.take();
      difference = difference(name, arguments);
    }
    if (difference != null && isShim && isAside()) {
      aside(name, arguments);
      return 0;
    }
    if (difference != null) {
      throw new AssertionError(
          "the simulator calls "
              + name
              + Arrays.toString(arguments)
              + ", the interpreter not ("
              + difference
              + "):\n"
              + trace.around());
    }
    compared++;
    TracedCall call = trace.take();
    bind(call, arguments);
    answer(call, arguments);
    if (name.equals("execve") && call.result() == 0) {
      throw new Executed();
    }
    return call.result();
  }

  /** Why a call is not the trace's next; null if it is. */
  private String difference(String name, long[] arguments) {
    TracedCall next = trace.next().orElse(null);
    if (next == null) {
      return "it has ended";
    }
    if (!next.name().equals(name)) {
      return "another call";
    }
    for (int i = 0; i < next.arguments().size(); i++) {
      if (!isSame(name, i, next.arguments().get(i), arguments[i])) {
        return "argument " + i;
      }
    }
    return null;
  }

  private boolean isSame(String call, int index, TracedCall.Argument traced, long simulated) {
    return switch (traced) {
      case TracedCall.Figure(long value) ->
          memory.holds(simulated)
              ? realOf.getOrDefault(simulated, value) == value
                  && simulatedOf.getOrDefault(value, simulated) == simulated
              // strace prints an int as such
              : value == simulated || (int) value == (int) simulated;
      case TracedCall.Text(byte[] bytes) ->
          memory.holds(simulated)
              && (isFilled(call, index)
                  || memory.at(simulated, bytes.length).mismatch(MemorySegment.ofArray(bytes))
                      == -1);
      case TracedCall.Structure _ -> memory.holds(simulated);
    };
  }

  private static boolean isFilled(String call, int index) {
    return index == 1 && (call.equals("read") || call.equals("pread64"));
  }

  private void bind(TracedCall call, long[] arguments) {
    for (int i = 0; i < call.arguments().size(); i++) {
      if (call.arguments().get(i) instanceof TracedCall.Figure(long value)
          && memory.holds(arguments[i])) {
        realOf.put(arguments[i], value);
        simulatedOf.put(value, arguments[i]);
      }
    }
  }

  /** What the kernel wrote. */
  private void answer(TracedCall call, long[] arguments) {
    if (call.result() < 0) {
      return;
    }
    switch (call.name()) {
      case "read", "pread64" -> {
        if (call.arguments().get(1) instanceof TracedCall.Text(byte[] bytes)) {
          memory.at(arguments[1], bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        }
      }
      case "socketpair" -> memory.putInts(arguments[3], call.structure(3).numbers(""));
      case "clone3" -> {
        lastCloned = call.result();
        List<Integer> pidfd = call.structure(0).numbers("=> {pidfd=");
        if (!pidfd.isEmpty()) {
          memory.putInts(memory.pointer(arguments[0] + CLONE_PIDFD_AT), pidfd);
        }
      }
      case "recvmsg" -> {
        TracedCall.Structure message = call.structure(1);
        byte[] word = message.text("iov_base=");
        memory
            .at(memory.pointer(memory.pointer(arguments[1] + MSGHDR_IOV)), word.length)
            .copyFrom(MemorySegment.ofArray(word));
        memory.putInts(
            memory.pointer(arguments[1] + MSGHDR_CONTROL) + CMSG_DATA,
            message.numbers("cmsg_data="));
      }
      case "sendmsg" -> {
        if (!isShim) {
          long vector = memory.pointer(arguments[1] + MSGHDR_IOV);
          words.add(memory.at(memory.pointer(vector), WORD).toArray(ValueLayout.JAVA_BYTE));
        }
      }
      default -> {}
    }
  }

  /** Passes over what the shim does between the steps of plans, and reads. */
  private boolean isOwnBusiness() {
    TracedCall next = trace.next().orElse(null);
    if (next == null) {
      return false;
    }
    if (!isShim) {
      return compared == 0 && next.name().equals("munmap"); // other launches' plans
    }
    return switch (next.name()) {
      case "wait4" -> {
        if (next.result() > 0) {
          reaped.add(next.result());
        }
        yield true;
      }
      case "read" -> next.number(2) == DRAIN;
      // Init is to end with the last descendant; whom an end waits for is killed once more.
      case "kill" -> next.number(1) == SIGUSR1 || next.number(1) == SIGKILL;
      case "recvmsg" ->
          next.result() == -Errno.EAGAIN
              || (shim.isJvm(next.number(0)) && !TracedShim.isLaunch(next));
      case "sendmsg" -> shim.isJvm(next.number(0));
      case "pread64" -> shim.isWatched(next.number(0));
      case "openat" -> skipsReading(next);
      default -> OWN_BUSINESS.contains(next.name());
    };
  }

  /** A report reads files of the run: each is opened, read and closed, which no step does so. */
  private boolean skipsReading(TracedCall open) {
    if (!shim.isReading(open)) {
      return false;
    }
    if (open.result() < 0) {
      return true;
    }
    boolean read =
        trace
                .after(1)
                .filter(c -> c.name().equals("pread64") && c.number(0) == open.result())
                .isPresent()
            && trace
                .after(2)
                .filter(c -> c.name().equals("close") && c.number(0) == open.result())
                .isPresent();
    if (read) {
      trace.take();
      trace.take(); // the caller takes the third
    }
    return read;
  }

  /** Whether the shim lets a process of its own make a call. */
  private boolean isAside() {
    return trace.next().filter(c -> c.name().equals("clone3") && c.result() > 0).isPresent();
  }

  private void aside(String name, long[] arguments) {
    TracedProcess child = byPid.apply(trace.take("clone3").result());
    child.skipWhile(c -> c.name().equals("prctl") && c.number(0) == PR_SET_PDEATHSIG);
    TracedSurroundings around = new TracedSurroundings(child, byPid, memory, shim, false);
    var _ =
        around.call(
            TABLE.number(name).orElseThrow(),
            arguments[0],
            arguments[1],
            arguments[2],
            arguments[3],
            arguments[4],
            arguments[5]);
    compared++;
  }

  @Override
  public Surroundings of(Role role) {
    TracedSurroundings child =
        new TracedSurroundings(byPid.apply(lastCloned), byPid, memory, shim, false);
    children.put(role, child);
    return child;
  }

  @Override
  public void cloned(Role role, PlanSimulator child) {
    try {
      var _ = child.execute(role);
    } catch (Executed end) {
      // The steps end here.
    }
  }

  /** Words are held against those that the simulated child says. */
  @Override
  public Heard hear(Role role, long socket) {
    while (true) {
      TracedCall next = trace.next().orElseThrow(() -> new AssertionError("no word of " + role));
      boolean heard =
          next.name().equals("recvmsg")
              && next.number(0) == socket
              && next.result() != -Errno.EAGAIN;
      if (heard) {
        break;
      }
      if (!isOwnBusiness()) {
        throw new AssertionError("no word of " + role + " before this:\n" + trace.around());
      }
      trace.take();
    }
    compared++;
    TracedCall received = trace.take();
    if (received.result() == 0) {
      return Quiet.END_OF_FILE;
    }
    if (received.result() < 0) {
      return new Broken((int) -received.result());
    }
    byte[] bytes = received.structure(1).text("iov_base=");
    byte[] said = speaker(role).words.poll();
    if (!Arrays.equals(said, bytes)) {
      throw new AssertionError(
          role + " says " + Arrays.toString(said) + ", heard is " + Arrays.toString(bytes));
    }
    ByteBuffer word = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new Word(
        word.getInt(),
        word.getInt(),
        word.getInt(),
        word.getInt(),
        received.structure(1).numbers("cmsg_data=").stream()
            .map(Integer::longValue)
            .collect(Collectors.toList()));
  }

  /** The child of that role, or a child's. */
  private TracedSurroundings speaker(Role role) {
    TracedSurroundings own = children.get(role);
    return own != null
        ? own
        : children.values().stream()
            .filter(child -> child.children.containsKey(role))
            .map(child -> child.children.get(role))
            .findFirst()
            .orElseThrow(() -> new AssertionError(role + " was never cloned"));
  }

  private void passOver() {
    while (isOwnBusiness()) {
      trace.take();
    }
  }

  @Override
  public boolean hasExited(Role role, long pid) {
    passOver();
    return reaped.contains(pid);
  }

  @Override
  public void awaitExit(Role role, long pid) {
    if (!hasExited(role, pid)) {
      throw new AssertionError(role + " is not reaped here:\n" + trace.around());
    }
  }

  /** A setns for each kind of namespace; the root and the working directory are the shim's own. */
  @Override
  public void returnHome(long flags) {
    long back = 0;
    while (trace.next().filter(c -> c.name().equals("setns")).isPresent()) {
      back |= trace.take().number(1);
    }
    if (back != flags) {
      throw new AssertionError("left " + flags + ", came back into " + back);
    }
    trace.skipWhile(c -> c.name().equals("fchdir") || c.name().equals("chroot"));
  }
}
