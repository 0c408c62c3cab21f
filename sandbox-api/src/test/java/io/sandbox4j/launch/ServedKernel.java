/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.SyscallTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The kernel as another process sees it: asked through a mailbox in shared memory. */
final class ServedKernel implements Surroundings {
  private static final int ASKED = 1;
  private static final int ANSWERED = 2;
  private static final int NEXT = 4;
  private static final int NUMBER = 8;
  private static final int ARGUMENTS = 16;
  private static final int RESULT = 64;
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int WALL = 0x4000_0000;
  private static final int P_PID = 1;
  private static final int WEXITED_NOHANG_NOWAIT = 4 | 1 | 0x100_0000;
  private static final int SIGKILL = 9;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final VarHandle STATE = ValueLayout.JAVA_INT.varHandle();
  private static final SyscallTable TABLE = SyscallTable.of(Arch.current());

  private final MemorySegment shared;
  private final SegmentAllocator memory;
  private final BooleanSupplier alive;
  private final int box;
  private final AtomicInteger boxes;
  private final MemorySegment patience;
  private final List<Thread> children = new ArrayList<>();
  private final Map<Role, ServedKernel> kernels = new ConcurrentHashMap<>();
  private final Map<Role, Long> pids = new ConcurrentHashMap<>();
  private volatile boolean killed;
  private long lastCloned;

  /** The process that makes a child's calls was killed, as the child itself would be. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  ServedKernel(MemorySegment shared, SegmentAllocator memory, BooleanSupplier alive) {
    this(shared, memory, alive, 0, new AtomicInteger(1));
  }

  private ServedKernel(
      MemorySegment shared,
      SegmentAllocator memory,
      BooleanSupplier alive,
      int box,
      AtomicInteger boxes) {
    this.shared = shared;
    this.memory = memory;
    this.alive = alive;
    this.box = box * PlanHarness.MAILBOX;
    this.boxes = boxes;
    this.patience = memory.allocate(16, 8);
    patience.set(ValueLayout.JAVA_LONG, 0, 0);
    patience.set(ValueLayout.JAVA_LONG, 8, 50_000_000L);
    await();
  }

  private void await() {
    int state;
    while ((state = (int) STATE.getAcquire(shared, (long) box)) != ANSWERED) {
      if (!alive.getAsBoolean()) {
        throw new IllegalStateException("the process that makes the calls died");
      }
      if (killed) {
        throw new Killed();
      }
      var _ =
          Kernel.host()
              .call("futex", shared.address() + box, FUTEX_WAIT, state, patience.address());
    }
  }

  @Override
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    shared.set(ValueLayout.JAVA_INT, box + NEXT, boxes.get());
    shared.set(ValueLayout.JAVA_LONG, box + NUMBER, number);
    long[] arguments = {a, b, c, d, e, f};
    for (int i = 0; i < arguments.length; i++) {
      shared.set(ValueLayout.JAVA_LONG, box + ARGUMENTS + i * 8L, arguments[i]);
    }
    STATE.setRelease(shared, (long) box, ASKED);
    var _ = Kernel.host().call("futex", shared.address() + box, FUTEX_WAKE, 1);
    if (number == TABLE.number("exit_group").orElseThrow()) {
      return 0;
    }
    await();
    long result = shared.get(ValueLayout.JAVA_LONG, box + RESULT);
    if (number == TABLE.number("clone3").orElseThrow()) {
      lastCloned = result;
    }
    return result;
  }

  @Override
  public Surroundings of(Role role) {
    ServedKernel kernel = new ServedKernel(shared, memory, alive, boxes.getAndIncrement(), boxes);
    kernels.put(role, kernel);
    pids.put(role, lastCloned);
    return kernel;
  }

  @Override
  public void cloned(Role role, PlanSimulator child) {
    children.add(
        Thread.ofPlatform()
            .start(() -> {
              try {
                var _ = child.execute(role);
              } catch (Killed end) {
                // So it ends here.
              }
            }));
  }

  void awaitChildren() {
    for (Thread child : children) {
      try {
        child.join(PATIENCE_MILLIS);
      } catch (InterruptedException interrupt) {
        throw new AssertionError(interrupt);
      }
      if (child.isAlive()) {
        IllegalStateException hangs = new IllegalStateException("a simulated child hangs");
        hangs.setStackTrace(child.getStackTrace());
        throw hangs;
      }
    }
  }

  /** As {@code receive_word} takes it, but for where the descriptors go. */
  @Override
  public Heard hear(Role role, long socket) {
    MemorySegment word = memory.allocate(16, 8);
    MemorySegment control = memory.allocate(32, 8).fill((byte) 0);
    MemorySegment vector = memory.allocate(16, 8);
    vector.set(ValueLayout.JAVA_LONG, 0, word.address());
    vector.set(ValueLayout.JAVA_LONG, 8, 16);
    MemorySegment message = memory.allocate(56, 8).fill((byte) 0);
    message.set(ValueLayout.JAVA_LONG, 16, vector.address());
    message.set(ValueLayout.JAVA_LONG, 24, 1);
    message.set(ValueLayout.JAVA_LONG, 32, control.address());
    message.set(ValueLayout.JAVA_LONG, 40, 32);
    long size = -Errno.EAGAIN;
    boolean dead = false;
    for (int i = 0; size == -Errno.EAGAIN && i < PATIENCE_MILLIS; i++) {
      size = call("recvmsg", socket, message.address(), MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
      if (size == -Errno.EAGAIN && dead) {
        return Quiet.DEAD;
      }
      dead = isDead(role);
      java.util.concurrent.locks.LockSupport.parkNanos(size == -Errno.EAGAIN ? 500_000 : 0);
    }
    if (size == 0) {
      return Quiet.END_OF_FILE;
    }
    if (size < 0) {
      return size == -Errno.EAGAIN ? Quiet.SILENCE : new Broken((int) -size);
    }
    List<Long> descriptors = new ArrayList<>();
    long used =
        message.get(ValueLayout.JAVA_LONG, 40) < 16 ? 16 : control.get(ValueLayout.JAVA_LONG, 0);
    for (long at = 16; at < used; at += Integer.BYTES) {
      descriptors.add((long) control.get(ValueLayout.JAVA_INT, at));
    }
    return new Word(
        word.get(ValueLayout.JAVA_INT, 0),
        word.get(ValueLayout.JAVA_INT, 4),
        word.get(ValueLayout.JAVA_INT, 8),
        word.get(ValueLayout.JAVA_INT, 12),
        descriptors);
  }

  @Override
  public boolean hasExited(Role role, long pid) {
    return false; // the harness, too, reaps only where a plan waits
  }

  @Override
  public void returnHome(long flags) {
    // It stood where it was.
  }

  private boolean isDead(Role role) {
    MemorySegment info = memory.allocate(128, 8).fill((byte) 0);
    long pid = pids.getOrDefault(role, 0L);
    return pid > 0
        && call("waitid", P_PID, pid, info.address(), WEXITED_NOHANG_NOWAIT, 0) == 0
        && info.get(ValueLayout.JAVA_INT, 0) != 0;
  }

  /** As the harness does it: should the plan have lost what it kills with, it ends all the same. */
  @Override
  public void awaitExit(Role role, long pid) {
    long handle = call("pidfd_open", pid, 0);
    var _ = call("pidfd_send_signal", handle, SIGKILL, 0, 0);
    var _ = call("close", handle);
    long reaped = call("wait4", pid, 0, WALL, 0);
    if (reaped != pid) {
      throw new IllegalStateException("wait4 of " + role + ": " + reaped);
    }
    kernels.get(role).killed = true;
  }
}
