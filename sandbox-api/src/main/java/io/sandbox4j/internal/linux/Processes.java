/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/**
 * Processes by descriptor, pidfd_open(2), and the reaping of our own children.
 *
 * @param kernel who is asked
 */
public record Processes(Kernel kernel) {

  /** Processes of this host. */
  public static Processes host() {
    return new Processes(Kernel.host());
  }

  /**
   * A descriptor of a process; it becomes readable when the process ends.
   *
   * @param pid the process
   * @return the descriptor, close-on-exec
   * @throws LinuxException ESRCH if there is none
   */
  public Descriptor open(int pid) {
    return Descriptor.of("pidfd_open", kernel.call("pidfd_open", pid, 0));
  }

  /**
   * Sends a signal, pidfd_send_signal(2): never to a stranger that got the pid later.
   *
   * @param process the process
   * @param signal the signal, 0 only to ask
   * @return 0, or a negative errno: {@code -ESRCH} if it ended
   */
  public long signal(Descriptor process, int signal) {
    return kernel.call("pidfd_send_signal", process.number(), signal, 0, 0);
  }

  /**
   * Copies a descriptor out of another process, pidfd_getfd(2).
   *
   * @param process the process
   * @param descriptor its number there
   * @return the copy, close-on-exec
   * @throws LinuxException EPERM if the process may not be traced, EBADF if it has no such one
   */
  public Descriptor take(Descriptor process, int descriptor) {
    return Descriptor.of(
        "pidfd_getfd", kernel.call("pidfd_getfd", process.number(), descriptor, 0));
  }

  /**
   * Reaps one child if it ended, wait4(2) without waiting.
   *
   * @param pid the child
   * @return its wait status; empty while it lives
   * @throws LinuxException ECHILD if it is no child of ours, or somebody else reaped it
   */
  public OptionalInt reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      long result = kernel.call("wait4", pid, status.address(), Uapi.WNOHANG, 0);
      return LinuxException.check("wait4", result) == 0
          ? OptionalInt.empty()
          : OptionalInt.of(status.get(JAVA_INT, 0));
    }
  }
}
