/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.SandboxException;
import io.sandbox4j.examples.cli.bench.LaunchBenchmark;
import io.sandbox4j.examples.cli.bench.LaunchFigures;
import io.sandbox4j.examples.cli.bench.LaunchedSandbox;
import io.sandbox4j.examples.cli.bench.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** How long a launch takes, beside baselines and peers. */
final class LaunchBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 10;
  private static final int USUAL_RUNS = 1000;
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final OptionSpec json =
      Options.value(
          "--json",
          "FILE",
          Path.class,
          "Write the series as JSON: a list of series, n, p50, p90, p99 in microseconds; those of"
              + " sandboxes with the walls and a hash of the plan.");

  private final OptionSpec launches =
      Options.value(
          "--runs",
          "N",
          Integer.class,
          NumberConverter.whole(),
          "Launches of each fast series, " + FEWEST + " or more. Default: " + USUAL_RUNS + ".");

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  LaunchBenchCommand() {
    Options.begin(spec, "launch").addOption(json).addOption(launches);
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .description(
            "Measure how long it takes to start a static program and see it end: in a sandbox with"
                + " all default walls, unsandboxed, and with other tools that are installed.",
            "",
            "posix_spawn        posix_spawn and waitpid in C, on one CPU, unsandboxed",
            "ProcessBuilder     the JDK's own processes, unsandboxed",
            "sandbox-cold       this library, launch after launch: a call of sandbox.run(command)",
            "sandbox-cold-idle  the same with 50 to 200 ms between launches",
            "sandbox-first      the first launch of a Sandbox, for which nothing was made ahead",
            "cleanup            from the program's exit until everything of its sandbox is gone",
            "bubblewrap crun runc firejail runsc   the tool's command line, started from C");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    Integer given = launches.getValue();
    int runs = given == null ? USUAL_RUNS : given;
    if (runs < FEWEST) {
      throw new ParameterException(
          spec.commandLine(), "--runs is " + FEWEST + " or more, not " + runs);
    }
    try {
      LaunchFigures figures = new LaunchBenchmark(runs, this::progress).run(searchPath());
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

  static String json(LaunchFigures figures) {
    return Json.text(
        figures.series().stream().map(series -> json(series, figures.launched())).toList());
  }

  private static Map<String, @Nullable Object> json(Series series, LaunchedSandbox launched) {
    Map<String, @Nullable Object> json = Json.object();
    json.put("series", series.name());
    json.put("n", series.n());
    json.put("p50", series.micros(50));
    json.put("p90", series.micros(90));
    json.put("p99", series.micros(99));
    if (series.isOurs()) {
      json.put("walls", launched.walls().stream().map(JsonReport::wall).toList());
      json.put("plan", "sha256:" + launched.planHash());
    }
    return json;
  }

  /** Tools of administrators are not in everybody's PATH. */
  private static String searchPath() {
    String path = System.getenv("PATH");
    return path == null ? USUAL_PATH : path + ":" + USUAL_PATH;
  }

  private void progress(String what) {
    var err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }
}
