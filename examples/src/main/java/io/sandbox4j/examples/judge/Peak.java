/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Usage;
import java.time.Duration;

/**
 * The most that any test of a submission used.
 *
 * @param cpu user and system time of all processes
 * @param wall time from start to end
 * @param memory bytes; 0 where nobody counted
 */
record Peak(Duration cpu, Duration wall, long memory) {
  /** Nothing ran yet. */
  static final Peak NONE = new Peak(Duration.ZERO, Duration.ZERO, 0);

  /** The larger of each figure. */
  Peak with(Usage usage) {
    return new Peak(
        max(cpu, usage.cpu()),
        max(wall, usage.wall().orElse(Duration.ZERO)),
        Math.max(memory, usage.peakMemory().orElse(0L)));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
