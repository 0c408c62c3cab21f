/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.CapturedOutput;
import io.sandbox4j.CodeLocation;
import io.sandbox4j.Denial;
import io.sandbox4j.Limit;
import io.sandbox4j.Measured;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Touched;
import io.sandbox4j.Usage;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reports of runs that never were, for the tests of what is told about them. */
final class SampleRuns {
  private SampleRuns() {}

  static RunReport ended(Outcome outcome) {
    return new RunReport.Ended(
        new SandboxResult(
            outcome,
            usage("cgroup v2 memory.peak"),
            CapturedOutput.NONE,
            CapturedOutput.NONE,
            Map.of(),
            List.of(
                new Denial(
                    "ptrace",
                    101,
                    List.of(16L, -1L, 0L, 0L, 0L, 0L),
                    List.of("PTRACE_ATTACH", "-1", "0x0", "0x0"),
                    3,
                    new CodeLocation.InModule(0x7f0000001234L, "/lib/libc.so.6", 0x1234)),
                new Denial(
                    "bpf",
                    321,
                    List.of(1L),
                    List.of("BPF_MAP_LOOKUP_ELEM"),
                    1,
                    new CodeLocation.AtAddress(16))),
            List.of(new Touched(Limit.TASKS, 2)),
            List.of(new WallState(Wall.SECCOMP, true, "policy \"default\"")),
            null));
  }

  static RunReport endedWithMemoryBy(String by) {
    return new RunReport.Ended(
        new SandboxResult(
            new Outcome.Exited(0),
            usage(by),
            CapturedOutput.NONE,
            CapturedOutput.NONE,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            null));
  }

  private static Usage usage(String memoryBy) {
    return new Usage(
        new Measured<>(Duration.ofMillis(1_200), "cpu.stat"),
        new Measured<>(Duration.ofMillis(34), "cpu.stat"),
        new Measured<>(Duration.ofMillis(2_005), "the shim"),
        new Measured<>(Duration.ZERO, "the JVM"),
        new Measured<>(Duration.ofNanos(456_789), "the shim"),
        new Measured<>(3L << 20, memoryBy),
        new Measured<>(2L << 20, "rusage"),
        new Measured<>(4L, "pids.peak"),
        Measured.notCounted("no io controller"),
        Measured.notCounted("no io controller"),
        new Measured<>(50L, "rusage"),
        new Measured<>(6L, "rusage"),
        new Measured<>(7L, "rusage"),
        new Measured<>(8L, "rusage"),
        Measured.notCounted("not seen"),
        Measured.notCounted("not seen"));
  }
}
