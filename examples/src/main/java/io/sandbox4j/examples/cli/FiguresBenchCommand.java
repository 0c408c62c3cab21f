/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.SandboxException;
import io.sandbox4j.examples.cli.bench.Benchmark;
import io.sandbox4j.examples.cli.bench.ComputeBenchmark;
import io.sandbox4j.examples.cli.bench.Figures;
import io.sandbox4j.examples.cli.bench.LimitsBenchmark;
import io.sandbox4j.examples.cli.bench.NotifyBenchmark;
import io.sandbox4j.examples.cli.bench.SeccompBenchmark;
import io.sandbox4j.examples.cli.bench.Series;
import io.sandbox4j.examples.cli.bench.SocketsBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** A benchmark whose figures are series and what they come to. */
final class FiguresBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 10;
  private static final int USUAL_RUNS = 200;

  private final Benchmark benchmark;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final OptionSpec json =
      Options.value(
          "--json",
          "FILE",
          Path.class,
          "Write the series as JSON: a list of series, n, p50, p90, p99 in microseconds.");

  private final OptionSpec measurements =
      Options.value(
          "--runs",
          "N",
          Integer.class,
          NumberConverter.whole(),
          "Measurements of each series, " + FEWEST + " or more. Default: " + USUAL_RUNS + ".");

  private FiguresBenchCommand(String name, Benchmark benchmark, String... description) {
    this.benchmark = benchmark;
    Options.begin(spec, name).addOption(json).addOption(measurements);
    spec.usageMessage().width(Options.HELP_WIDTH).description(description);
  }

  static FiguresBenchCommand limits() {
    return new FiguresBenchCommand(
        "limits",
        new LimitsBenchmark(),
        "Measure how far past a limit of 100 ms a program gets before it is ended.",
        "",
        "cpu-overshoot         CPU time, as its cgroup counts it, with the JVM under full"
            + " collections",
        "wall-overshoot        wall time until the kill, with the JVM under full collections",
        "cpu-overshoot-quiet wall-overshoot-quiet   the same with a quiet JVM");
  }

  static FiguresBenchCommand cpu() {
    return new FiguresBenchCommand(
        "cpu",
        new ComputeBenchmark(),
        "Measure what a program computes in a sandbox, beside the same program unsandboxed.",
        "",
        "cpu-native cpu-sandboxed        the time of a fixed amount of arithmetic",
        "memory-native memory-sandboxed  the time of a fixed number of hops through 64 MiB",
        "cpu-time-busy                   the CPU time reported for the arithmetic while every core"
            + " is",
        "                                busy with other programs: how far it spreads (p95/p50)");
  }

  static FiguresBenchCommand sockets() {
    return new FiguresBenchCommand(
        "sockets",
        new SocketsBenchmark(),
        "Measure what a launch costs in a JVM with ten thousand open sockets.",
        "",
        "sandbox-cold                without them",
        "sandbox-cold-10000-sockets  with them");
  }

  static FiguresBenchCommand seccomp() {
    return new FiguresBenchCommand(
        "seccomp",
        new SeccompBenchmark(),
        "Measure what a system call filter costs.",
        "",
        "compile-350-rules         policy to program, compiled afresh each time, warm",
        "install-350-rules         the same program into the kernel",
        "install-350-rules-linear  the same rules, tried one after the other",
        "1000-getpid 1000-ioctl 1000-mmap   a thousand calls without a filter (mmap with munmap)",
        "...-least                 the same under a filter of one instruction, which allows all",
        "...-filtered              the same under the policy default, which looks at arguments of"
            + " the",
        "                          last two");
  }

  static FiguresBenchCommand notified() {
    return new FiguresBenchCommand(
        "notify",
        new NotifyBenchmark(),
        "Measure how long a system call takes that a supervisor answers by seccomp notification.",
        "",
        "notify-c        a C program answers, waiting in epoll_wait",
        "notify-loop     the library's event loop answers, always the same",
        "notify-report   the event loop refuses and reports",
        "notify-handler  a handler of a policy answers, on a virtual thread",
        "Each also as -idle, 20 ms apart and 500 at most.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    Integer given = measurements.getValue();
    int runs = given == null ? USUAL_RUNS : given;
    if (runs < FEWEST) {
      throw new ParameterException(
          spec.commandLine(), "--runs is " + FEWEST + " or more, not " + runs);
    }
    try {
      Figures figures = benchmark.run(runs, this::progress);
      spec.commandLine().getOut().print(figures.table());
      spec.commandLine().getOut().flush();
      Path file = json.getValue();
      if (file != null) {
        Files.writeString(file, json(figures) + "\n");
      }
      return 0;
    } catch (SandboxException | IOException failure) {
      spec.commandLine().getErr().println("sandbox: " + failure.getMessage());
      return ExitStatus.FAILED;
    }
  }

  static String json(Figures figures) {
    return Json.text(figures.series().stream().map(FiguresBenchCommand::json).toList());
  }

  private static Map<String, @Nullable Object> json(Series series) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("series", series.name());
    json.put("n", series.n());
    json.put("p50", series.micros(50));
    json.put("p90", series.micros(90));
    json.put("p99", series.micros(99));
    return json;
  }

  private void progress(String what) {
    var err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }
}
