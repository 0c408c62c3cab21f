/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures every series in rounds, each a portion of each series, so that what the host does
 * besides meets all of them alike.
 */
public final class LaunchBenchmark {
  private static final int ROUNDS = 5;

  /** Launches before the first round: the JIT compiler has seen the code then. */
  private static final int WARM_UP = 2000;

  /** Pauses make a series long: this share of the runs is enough for its p90. */
  private static final int IDLE_SHARE = 10;

  /** Each takes a sandbox of its own. */
  private static final int FIRST_SHARE = 10;

  private final int runs;
  private final Consumer<String> progress;
  private final Map<String, List<long[]>> measured = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * A benchmark.
   *
   * @param runs how many launches a fast series has
   * @param progress is told what is being measured
   */
  public LaunchBenchmark(int runs, Consumer<String> progress) {
    this.runs = runs;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param searchPath folders where peers are looked for, as in the variable PATH
   * @return the figures
   * @throws IOException if a baseline or a sandbox cannot be measured
   */
  public LaunchFigures run(String searchPath) throws IOException, InterruptedException {
    LaunchedSandbox launched;
    try (Workshop workshop = Workshop.open();
        Sandbox sandbox = Sandbox.builder().build()) {
      Path program = workshop.staticProgram();
      Path baseline = workshop.spawnBaseline();
      SandboxedProgram sandboxed = SandboxedProgram.of(program);
      ColdLaunch cold = new ColdLaunch(runs, sandbox, sandboxed);
      List<Measurement> own =
          List.of(
              new SpawnedCommand(
                  "posix_spawn", runs, baseline, "pinned", List.of(program.toString())),
              new JdkProcess(runs, program),
              cold,
              new IdleLaunch(Math.max(runs / IDLE_SHARE, ROUNDS), sandbox, sandboxed),
              new FirstLaunch(Math.max(runs / FIRST_SHARE, ROUNDS), sandboxed),
              new CleanUp(runs, sandboxed));
      launched = sandboxed.describe(sandbox);
      progress.accept("warm-up");
      cold.measure(Math.min(WARM_UP, runs));
      List<Measurement> all = new ArrayList<>(own);
      all.addAll(usable(Peers.in(workshop, program, baseline, searchPath)));
      for (int round = 0; round < ROUNDS; round++) {
        for (Measurement measurement : all) {
          progress.accept("round %d of %d: %s".formatted(round + 1, ROUNDS, measurement.series()));
          measured
              .computeIfAbsent(measurement.series(), _ -> new ArrayList<>())
              .add(measurement.measure(portion(measurement.total(), round)));
        }
      }
    }
    return new LaunchFigures(
        measured.entrySet().stream().map(e -> series(e.getKey(), e.getValue())).toList(),
        missing,
        launched);
  }

  /** The peers that start the program here; why the others do not is noted. */
  private List<Measurement> usable(Peers peers) throws IOException, InterruptedException {
    List<Measurement> usable = new ArrayList<>();
    for (Map.Entry<String, Optional<Measurement>> peer : peers.all().entrySet()) {
      if (peer.getValue().isEmpty()) {
        missing.put(peer.getKey(), "missing: not installed");
        continue;
      }
      Measurement measurement = peer.getValue().get();
      try {
        measurement.measure(1);
        usable.add(measurement);
      } catch (IOException refused) {
        missing.put(peer.getKey(), "missing: does not work here: " + refused.getMessage());
      }
    }
    return usable;
  }

  /** The first rounds take one more each when the total is no multiple of the rounds. */
  static int portion(int total, int round) {
    return total / ROUNDS + (round < total % ROUNDS ? 1 : 0);
  }

  private static Series series(String name, List<long[]> portions) {
    return new Series(name, portions.stream().flatMapToLong(Arrays::stream).toArray());
  }
}
