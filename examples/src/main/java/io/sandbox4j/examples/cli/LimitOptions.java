/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Danger;
import io.sandbox4j.Limits;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how much the program may use. What is not given keeps the library's default. */
final class LimitOptions {
  /** What enforces memory and tasks. */
  enum Means {
    cgroup,
    rlimit
  }

  @Option(
      names = "--limits",
      paramLabel = "MEANS",
      description =
          "cgroup: memory and tasks hold for all processes together. rlimit: per process, which"
              + " forking evades; for hosts without a usable cgroup. Default: cgroup.")
  private Means means = Means.cgroup;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Memory of all processes, private files included. Default: 512m.")
  private @Nullable Size memory;

  @Option(
      names = "--cpu-time",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "User and system CPU time of all processes. Default: 10s.")
  private @Nullable Duration cpuTime;

  @Option(
      names = "--wall-time",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "Time from the program's start. Default: 60s.")
  private @Nullable Duration wallTime;

  @Option(
      names = "--idle-time",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "Time in which nothing is done. Default: unlimited.")
  private @Nullable Duration idleTime;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Processes and threads at once. Default: 256.")
  private @Nullable Long tasks;

  @Option(
      names = "--output",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Standard output and error together. Default: 64m.")
  private @Nullable Size output;

  @Option(
      names = "--disk",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Files in /work, /tmp and /dev/shm. Default: 256m.")
  private @Nullable Size disk;

  @Option(
      names = "--stack",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Stack of a thread. Default: 8m.")
  private @Nullable Size stack;

  @Option(
      names = "--open-files",
      paramLabel = "N",
      description = "Open descriptors of a process, 8 to 1048576. Default: 256.")
  private @Nullable Integer openFiles;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "CPUs' worth of time at once, for example 0.5. Default: all.")
  private @Nullable Double cpus;

  void applyTo(Sandbox.Builder builder) {
    builder.limits(this::chosen);
    if (means == Means.rlimit) {
      // Whoever types the word has read in the help what it costs.
      builder.limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
    }
  }

  Limits.Builder chosen(Limits.Builder limits) {
    if (memory != null) {
      limits.memory(memory);
    }
    if (cpuTime != null) {
      limits.cpuTime(cpuTime);
    }
    if (wallTime != null) {
      limits.wallTime(wallTime);
    }
    if (idleTime != null) {
      limits.idleTime(idleTime);
    }
    if (tasks != null && tasks == Long.MAX_VALUE) {
      limits.unlimitedTasks();
    } else if (tasks != null) {
      limits.tasks(tasks);
    }
    if (output != null) {
      limits.output(output);
    }
    if (disk != null) {
      limits.disk(disk);
    }
    if (stack != null) {
      limits.stack(stack);
    }
    if (openFiles != null) {
      limits.openFiles(openFiles);
    }
    if (cpus != null) {
      limits.cpus(cpus);
    }
    return limits;
  }
}
