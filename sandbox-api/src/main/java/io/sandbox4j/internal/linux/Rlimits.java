/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.rlimit64;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Resource limits of this process, prlimit(2). */
public final class Rlimits {
  private Rlimits() {}

  /**
   * A limit.
   *
   * @param soft what is enforced, unsigned; all ones is none
   * @param hard how far the soft one may be raised, unsigned; all ones is none
   */
  public record Limit(long soft, long hard) {}

  /**
   * Reads a limit.
   *
   * @param kernel who is asked
   * @param resource a {@code RLIMIT_} constant
   * @throws LinuxException EINVAL for an unknown resource
   */
  public static Limit get(Kernel kernel, int resource) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = rlimit64.allocate(arena);
      LinuxException.check("prlimit64", kernel.call("prlimit64", 0, resource, 0, limit.address()));
      return new Limit(rlimit64.rlim_cur(limit), rlimit64.rlim_max(limit));
    }
  }
}
