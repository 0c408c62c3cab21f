/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.__kernel_timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The kernel's monotonic clock, clock_gettime(2): the one that deadlines given to the shim use. */
public final class Clock {
  private Clock() {}

  /**
   * Nanoseconds of {@code CLOCK_MONOTONIC}. {@link System#nanoTime} has an origin of its own by
   * contract, so its values mean nothing to another process.
   *
   * @param kernel who is asked
   */
  public static long monotonicNanos(Kernel kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = __kernel_timespec.allocate(arena);
      LinuxException.check(
          "clock_gettime", kernel.call("clock_gettime", Uapi.CLOCK_MONOTONIC, time.address()));
      return __kernel_timespec.tv_sec(time) * 1_000_000_000L + __kernel_timespec.tv_nsec(time);
    }
  }
}
