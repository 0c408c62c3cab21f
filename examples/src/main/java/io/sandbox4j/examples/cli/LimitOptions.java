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
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say how much the program may use. What is not given keeps the library's default. */
final class LimitOptions {
  /** What enforces memory and tasks. */
  enum Means {
    cgroup,
    rlimit
  }

  private final OptionSpec means =
      Options.value(
          "--limits",
          "MEANS",
          Means.class,
          "cgroup: memory and tasks hold for all processes together. rlimit: per process, which"
              + " forking evades; for hosts without a usable cgroup. Default: cgroup.");

  private final OptionSpec memory =
      Options.value(
          "--memory",
          "SIZE",
          Size.class,
          new SizeConverter(),
          "Memory of all processes, private files included. Default: 512m.");

  private final OptionSpec cpuTime =
      Options.value(
          "--cpu-time",
          "DUR",
          Duration.class,
          new DurationConverter(),
          "User and system CPU time of all processes. Default: 10s.");

  private final OptionSpec wallTime =
      Options.value(
          "--wall-time",
          "DUR",
          Duration.class,
          new DurationConverter(),
          "Time from the program's start. Default: 60s.");

  private final OptionSpec idleTime =
      Options.value(
          "--idle-time",
          "DUR",
          Duration.class,
          new DurationConverter(),
          "Time in which nothing is done. Default: unlimited.");

  private final OptionSpec tasks =
      Options.value(
          "--tasks",
          "N",
          Long.class,
          new CountConverter(),
          "Processes and threads at once. Default: 256.");

  private final OptionSpec output =
      Options.value(
          "--output",
          "SIZE",
          Size.class,
          new SizeConverter(),
          "Standard output and error together. Default: 64m.");

  private final OptionSpec disk =
      Options.value(
          "--disk",
          "SIZE",
          Size.class,
          new SizeConverter(),
          "Files in /work, /tmp and /dev/shm. Default: 256m.");

  private final OptionSpec stack =
      Options.value(
          "--stack", "SIZE", Size.class, new SizeConverter(), "Stack of a thread. Default: 8m.");

  private final OptionSpec openFiles =
      Options.value(
          "--open-files",
          "N",
          Integer.class,
          NumberConverter.whole(),
          "Open descriptors of a process, 8 to 1048576. Default: 256.");

  private final OptionSpec cpus =
      Options.value(
          "--cpus",
          "N",
          Double.class,
          NumberConverter.decimal(),
          "CPUs' worth of time at once, for example 0.5. Default: all.");

  List<OptionSpec> all() {
    return List.of(
        means, memory, cpuTime, wallTime, idleTime, tasks, output, disk, stack, openFiles, cpus);
  }

  /** For a command whose own option has that name: the limit stays as it is. */
  List<OptionSpec> allButOutput() {
    return List.of(means, memory, cpuTime, wallTime, idleTime, tasks, disk, stack, openFiles, cpus);
  }

  void applyTo(Sandbox.Builder builder) {
    builder.limits(this::chosen);
    if (means.getValue() == Means.rlimit) {
      // Whoever types the word has read in the help what it costs.
      builder.limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
    }
  }

  Limits.Builder chosen(Limits.Builder limits) {
    Options.<Size>ifGiven(memory, limits::memory);
    Options.<Duration>ifGiven(cpuTime, limits::cpuTime);
    Options.<Duration>ifGiven(wallTime, limits::wallTime);
    Options.<Duration>ifGiven(idleTime, limits::idleTime);
    Options.<Long>ifGiven(
        tasks,
        number -> {
          if (number == Long.MAX_VALUE) {
            limits.unlimitedTasks();
          } else {
            limits.tasks(number);
          }
        });
    Options.<Size>ifGiven(output, limits::output);
    Options.<Size>ifGiven(disk, limits::disk);
    Options.<Size>ifGiven(stack, limits::stack);
    Options.<Integer>ifGiven(openFiles, limits::openFiles);
    Options.<Double>ifGiven(cpus, limits::cpus);
    return limits;
  }
}
