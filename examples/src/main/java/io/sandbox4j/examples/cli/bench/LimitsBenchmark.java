/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Command;
import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How far past its limit a program gets: CPU time as its cgroup counts it at the end, wall time as
 * the shim has it when it kills. Once in a quiet JVM, once in one that allocates and collects all
 * the time.
 */
public final class LimitsBenchmark implements Benchmark {
  private static final Duration LIMIT = Duration.ofMillis(100);
  private static final int ROUNDS = 4;

  /** A benchmark. */
  public LimitsBenchmark() {}

  @Override
  public Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException {
    Samples samples = new Samples();
    try (Workshop workshop = Workshop.open();
        Sandbox sandbox = Sandbox.builder().build()) {
      Load load = Load.in(workshop);
      Command spin = load.sandboxed("spin").limits(l -> l.cpuTime(LIMIT));
      Command sleep = load.sandboxed("sleep").limits(l -> l.wallTime(LIMIT));
      for (int round = 0; round < ROUNDS; round++) {
        progress.accept("round %d of %d".formatted(round + 1, ROUNDS));
        int portion = (runs + ROUNDS - 1 - round) / ROUNDS;
        measure(sandbox, spin, Limit.CPU_TIME, "cpu-overshoot-quiet", portion, samples);
        measure(sandbox, sleep, Limit.WALL_TIME, "wall-overshoot-quiet", portion, samples);
        try (Garbage _ = Garbage.begin()) {
          measure(sandbox, spin, Limit.CPU_TIME, "cpu-overshoot", portion, samples);
          measure(sandbox, sleep, Limit.WALL_TIME, "wall-overshoot", portion, samples);
        }
      }
    }
    List<Series> series = samples.series();
    return new Figures(
        series,
        series.stream()
            .map(one ->
                String.format(Locale.ROOT, "%s p99: %.1f ms", one.name(), one.micros(99) / 1000))
            .toList());
  }

  private static void measure(
      Sandbox sandbox, Command command, Limit limit, String name, int runs, Samples samples)
      throws IOException, InterruptedException {
    for (int i = 0; i < runs; i++) {
      try (SandboxResult result = sandbox.run(command)) {
        if (!(result.outcome() instanceof Outcome.LimitExceeded exceeded)
            || exceeded.limit() != limit) {
          throw new IOException("no limit ended the program: " + result);
        }
        Duration used =
            limit == Limit.CPU_TIME ? result.usage().cpu() : result.usage().wall().get();
        samples.add(name, used.minus(LIMIT).toNanos());
      }
    }
  }
}
