/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A pipe (pipe(7)), close-on-exec.
 *
 * @param readEnd where bytes come out
 * @param writeEnd where bytes go in
 */
public record Pipe(Descriptor readEnd, Descriptor writeEnd) {
  /**
   * A new pipe.
   *
   * @throws LinuxException if the JVM is out of descriptors
   */
  public static Pipe open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      LinuxException.check("pipe2", Kernel.host().call("pipe2", pair.address(), Uapi.O_CLOEXEC));
      return new Pipe(
          new Descriptor(pair.getAtIndex(JAVA_INT, 0)),
          new Descriptor(pair.getAtIndex(JAVA_INT, 1)));
    }
  }

  /**
   * Makes calls on an end return EAGAIN instead of waiting. A pipe's end has no other flag that
   * F_SETFL could take away.
   *
   * @param end the end; each end has a setting of its own
   */
  public static void nonBlocking(Descriptor end) {
    LinuxException.check(
        "fcntl", Kernel.host().call("fcntl", end.number(), Uapi.F_SETFL, Uapi.O_NONBLOCK));
  }

  /**
   * Sets how many bytes a pipe holds; the kernel rounds up to a power of two of pages.
   *
   * @param end either end
   * @param bytes how many, at most {@code /proc/sys/fs/pipe-max-size} for an ordinary user
   * @return what it holds now, or a negative errno: {@code -EBUSY} when it holds more already,
   *     {@code -EPERM} above what the user may have
   */
  public static long capacity(Descriptor end, int bytes) {
    return Kernel.host().call("fcntl", end.number(), Uapi.F_SETPIPE_SZ, bytes);
  }
}
