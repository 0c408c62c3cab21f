/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Measured;
import io.sandbox4j.Usage;
import io.sandbox4j.spi.UsageReport;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts a run's figures together: cgroup where there is one, else the kernel's rusage. */
final class Figures {
  private static final String CLOCK = "CLOCK_MONOTONIC in the shim";
  private static final String RUSAGE = "rusage of the main program and the children it waited for";
  private static final String UNSEEN = "the process engine does not count system calls";

  private Figures() {}

  static Usage of(
      @Nullable UsageReport report,
      long @Nullable [] rusage,
      long wallNanos,
      long setupNanos,
      Duration queued) {
    return new Usage(
        time(report == null ? OptionalLong.empty() : report.cpuUserNanos(), report, rusage, 0),
        time(report == null ? OptionalLong.empty() : report.cpuSystemNanos(), report, rusage, 2),
        new Measured<>(Duration.ofNanos(wallNanos), CLOCK),
        new Measured<>(queued, "System.nanoTime in the JVM"),
        new Measured<>(Duration.ofNanos(setupNanos), CLOCK),
        count(
            report == null ? OptionalLong.empty() : report.peakMemoryBytes(),
            report,
            rusage,
            4,
            1024),
        count(OptionalLong.empty(), report, rusage, 4, 1024),
        count(report == null ? OptionalLong.empty() : report.peakTasks(), report, null, 0, 1),
        count(report == null ? OptionalLong.empty() : report.bytesRead(), report, rusage, 11, 512),
        count(
            report == null ? OptionalLong.empty() : report.bytesWritten(), report, rusage, 12, 512),
        count(OptionalLong.empty(), report, rusage, 8, 1),
        count(OptionalLong.empty(), report, rusage, 9, 1),
        count(OptionalLong.empty(), report, rusage, 16, 1),
        count(OptionalLong.empty(), report, rusage, 17, 1),
        Measured.notCounted(UNSEEN),
        Measured.notCounted(UNSEEN));
  }

  private static Measured<Duration> time(
      OptionalLong nanos, @Nullable UsageReport report, long @Nullable [] rusage, int at) {
    if (nanos.isPresent() && report != null) {
      return new Measured<>(Duration.ofNanos(nanos.getAsLong()), report.by());
    }
    return rusage == null
        ? Measured.notCounted("no cgroup, and the program has not ended")
        : new Measured<>(Duration.ofSeconds(rusage[at]).plusNanos(rusage[at + 1] * 1000), RUSAGE);
  }

  private static Measured<Long> count(
      OptionalLong value,
      @Nullable UsageReport report,
      long @Nullable [] rusage,
      int at,
      long unit) {
    if (value.isPresent() && report != null) {
      return new Measured<>(value.getAsLong(), report.by());
    }
    return rusage == null
        ? Measured.notCounted("no cgroup tells it")
        : new Measured<>(rusage[at] * unit, RUSAGE);
  }
}
