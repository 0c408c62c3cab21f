/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An epoll set (epoll(7)). The waiting thread is a platform thread; changes may come from any. */
public final class Epoll implements AutoCloseable {
  /** Readable. */
  public static final int IN = Uapi.EPOLLIN;

  /** Writable. */
  public static final int OUT = Uapi.EPOLLOUT;

  /** An error on it. */
  public static final int ERR = Uapi.EPOLLERR;

  /** The other end is closed. */
  public static final int HUP = Uapi.EPOLLHUP;

  /** The kernel packs the structure on x86-64 only (uapi/linux/eventpoll.h). */
  private static final int DATA = Arch.current() == Arch.X86_64 ? 4 : 8;

  private static final int SIZE = DATA + 8;

  private static final long WAIT = SyscallTable.of(Arch.current()).number("epoll_pwait").orElse(-1);

  private final Descriptor set;
  private final MemorySegment state; // of the one thread that waits, as the events
  private final MemorySegment events;
  private final int room;

  /** Called for each ready descriptor. */
  @FunctionalInterface
  public interface Ready {
    /**
     * A descriptor is ready.
     *
     * @param token the number it was added with
     * @param events what it is ready for
     */
    void ready(long token, int events);
  }

  /**
   * A new set.
   *
   * @param arena where the buffer for results lives; outlives the set
   * @param room how many descriptors one wait reports at most
   */
  public Epoll(Arena arena, int room) {
    this.set =
        Descriptor.of("epoll_create1", Kernel.host().call("epoll_create1", Uapi.EPOLL_CLOEXEC));
    this.state = arena.allocate(CFunction.CAPTURE);
    this.events = arena.allocate((long) SIZE * room, 8);
    this.room = room;
  }

  /**
   * Adds a descriptor.
   *
   * @param descriptor the descriptor
   * @param interest what to report
   * @param token comes back with each report
   */
  public void add(int descriptor, int interest, long token) {
    LinuxException.check("epoll_ctl", control(Uapi.EPOLL_CTL_ADD, descriptor, interest, token));
  }

  /**
   * Changes what is reported.
   *
   * @param descriptor the descriptor
   * @param interest what to report
   * @param token comes back with each report
   */
  public void modify(int descriptor, int interest, long token) {
    LinuxException.check("epoll_ctl", control(Uapi.EPOLL_CTL_MOD, descriptor, interest, token));
  }

  /**
   * Takes a descriptor out; one that is not in the set is no error.
   *
   * @param descriptor the descriptor
   */
  public void remove(int descriptor) {
    control(Uapi.EPOLL_CTL_DEL, descriptor, 0, 0);
  }

  private long control(int operation, int descriptor, int interest, long token) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(SIZE, 8);
      event.set(JAVA_INT_UNALIGNED, 0, interest);
      event.set(JAVA_LONG_UNALIGNED, DATA, token);
      return Kernel.host().call("epoll_ctl", set.number(), operation, descriptor, event.address());
    }
  }

  /**
   * Waits and reports.
   *
   * @param timeoutMillis how long, -1 for ever
   * @param ready told of each ready descriptor
   * @return how many there were
   */
  public int await(int timeoutMillis, Ready ready) {
    long count =
        HostKernel.call(state, WAIT, set.number(), events.address(), room, timeoutMillis, 0, 8);
    if (count == -Errno.EINTR) {
      return 0;
    }
    LinuxException.check("epoll_pwait", count);
    for (int i = 0; i < count; i++) {
      long at = (long) i * SIZE;
      ready.ready(events.get(JAVA_LONG_UNALIGNED, at + DATA), events.get(JAVA_INT_UNALIGNED, at));
    }
    return (int) count;
  }

  @Override
  public void close() {
    set.close();
  }
}
