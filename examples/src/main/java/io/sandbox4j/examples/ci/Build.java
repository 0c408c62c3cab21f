/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import io.sandbox4j.Command;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Usage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** One build: the steps in a session, up to the first that fails, then the artifacts. */
final class Build {
  private static final String CHECKOUT = "/w";
  private static final String CACHE = "/cache";
  private static final String JDK = "/jdk";
  private static final String PATH =
      JDK + "/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
  private static final Size LARGEST_ARTIFACTS = Size.gib(1);

  private final Pipeline pipeline;
  private final CiOptions options;
  private final Masking masking;
  private final PrintStream log;

  /**
   * A build.
   *
   * @param pipeline what to do
   * @param options where things are
   * @param log gets every line as it is written
   */
  Build(Pipeline pipeline, CiOptions options, PrintStream log) {
    this.pipeline = pipeline;
    this.options = options;
    this.masking = new Masking(options.secrets().values());
    this.log = log;
  }

  /**
   * Builds.
   *
   * @return whether every step succeeded and every artifact was there
   * @throws IOException if the checkout, the cache or an artifact cannot be copied
   * @throws InterruptedException if the thread is interrupted; the running step is killed
   */
  boolean run() throws IOException, InterruptedException {
    // Before the first step: nobody waits for a build that cannot end.
    pipeline.steps().forEach(this::requireSecrets);
    Cache cache = Cache.of(options.cache(), options.checkout(), pipeline.cacheKey());
    try (Workspace workspace = Workspace.copyOf(options.checkout(), cache)) {
      boolean succeeded = runIn(workspace);
      if (succeeded) {
        // Only now: no process is left that could change what is copied.
        cache.keep(workspace.cache());
      }
      return succeeded;
    }
  }

  private boolean runIn(Workspace workspace) throws IOException, InterruptedException {
    try (Sandbox sandbox = sandbox();
        Session session =
            sandbox.open(
                o -> o.bind(workspace.checkout(), CHECKOUT).bind(workspace.cache(), CACHE))) {
      for (Step step : pipeline.steps()) {
        if (!run(step, session)) {
          return false;
        }
      }
      return takeArtifacts(session);
    }
  }

  private Sandbox sandbox() {
    Duration cpu = most(pipeline.steps().stream().map(Step::cpu).toList());
    Duration wall = most(pipeline.steps().stream().map(Step::wall).toList());
    Size memory = most(pipeline.steps().stream().map(Step::memory).toList());
    int steps = pipeline.steps().size();
    return Sandbox.builder()
        .bindReadOnly(Path.of(System.getProperty("java.home")), JDK)
        .env("JAVA_HOME", JDK)
        .env("PATH", PATH)
        .env("CI", "true")
        .env("CI_CACHE", CACHE)
        // The session's own limits hold for all steps together.
        .limits(l ->
            l.cpuTime(cpu.multipliedBy(steps))
                .wallTime(wall.multipliedBy(steps).plusMinutes(1))
                .memory(memory)
                .disk(Size.gib(1)))
        .build();
  }

  private static <T extends Comparable<T>> T most(List<T> figures) {
    return figures.stream().max(java.util.Comparator.naturalOrder()).orElseThrow();
  }

  private boolean run(Step step, Session session) throws InterruptedException {
    log.printf("== %s: %s%n", step.name(), masking.mask(step.run()));
    try (SandboxResult result = session.run(command(step))) {
      log.printf(
          "-- %s: %s, %s%n",
          step.name(),
          result.ok() ? "succeeded" : "failed: " + result.outcome(),
          used(step, result));
      return result.ok();
    }
  }

  private Command command(Step step) {
    Command command =
        Command.shell(step.run())
            .cwd(CHECKOUT)
            .stdout(Output.lines(line -> log.println("   " + masking.mask(line))))
            .stderr(Output.toStdout())
            .limits(l -> l.cpuTime(step.cpu()).wallTime(step.wall()).memory(step.memory()));
    for (String name : step.secrets()) {
      command = command.secret(name, Objects.requireNonNull(options.secrets().get(name)));
    }
    return step.leavesRunning() ? command.leaveRunning() : command;
  }

  private void requireSecrets(Step step) {
    for (String name : step.secrets()) {
      if (!options.secrets().containsKey(name)) {
        throw new IllegalArgumentException(
            "step %s asks for the secret %s; give it with --secret %s"
                .formatted(step.name(), name, name));
      }
    }
  }

  /** What the step used, and what it was allowed. */
  private static String used(Step step, SandboxResult result) {
    Usage usage = result.usage();
    return String.format(
        Locale.ROOT,
        "CPU %.2f of %.0f s, wall %.2f of %.0f s, memory %.1f of %.0f MiB",
        seconds(usage.cpu()),
        seconds(step.cpu()),
        seconds(usage.wall().orElse(Duration.ZERO)),
        seconds(step.wall()),
        mebibytes(usage.peakMemory().orElse(0L)),
        mebibytes(step.memory().bytes()));
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private boolean takeArtifacts(Session session) {
    List<String> missing = new ArrayList<>();
    for (String glob : pipeline.artifacts()) {
      List<Path> files =
          session.copyOut(CHECKOUT + "/" + glob, options.artifacts(), LARGEST_ARTIFACTS);
      files.forEach(file -> log.println("artifact " + file));
      if (files.isEmpty()) {
        missing.add(glob);
      }
    }
    missing.forEach(glob -> log.println("-- no file is there for the artifact " + glob));
    return missing.isEmpty();
  }
}
