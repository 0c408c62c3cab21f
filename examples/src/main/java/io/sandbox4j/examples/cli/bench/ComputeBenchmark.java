/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a program computes inside, beside the same program unsandboxed, in pairs one after the
 * other; and how far the CPU time that is reported for it spreads while every core is busy with
 * something else.
 */
public final class ComputeBenchmark implements Benchmark {
  private static final List<String> KINDS = List.of("cpu", "memory");
  private static final String BUSY = "cpu-time-busy";

  /** A benchmark. */
  public ComputeBenchmark() {}

  @Override
  public Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException {
    Samples samples = new Samples();
    try (Workshop workshop = Workshop.open();
        Sandbox sandbox = Sandbox.builder().build()) {
      Load load = Load.in(workshop);
      for (String kind : KINDS) {
        progress.accept(kind + "-bound, in pairs");
        Command inside = load.sandboxed(kind);
        for (int i = 0; i < runs; i++) {
          // Who goes first changes, so that neither always finds what the other left in the caches.
          if (i % 2 == 0) {
            samples.add(kind + "-native", load.nativeNanos(kind));
            samples.add(kind + "-sandboxed", sandboxedNanos(sandbox, inside));
          } else {
            samples.add(kind + "-sandboxed", sandboxedNanos(sandbox, inside));
            samples.add(kind + "-native", load.nativeNanos(kind));
          }
        }
      }
      progress.accept("CPU time with every core busy");
      busy(load, sandbox, runs, samples);
    }
    List<String> remarks = new ArrayList<>();
    for (String kind : KINDS) {
      remarks.add(
          Figures.ratio(
              kind + "-bound speed inside of native (p50)",
              samples.series(kind + "-native").micros(50),
              samples.series(kind + "-sandboxed").micros(50)));
    }
    Series busy = samples.series(BUSY);
    remarks.add(Figures.ratio(BUSY + " p95/p50", busy.micros(95), busy.micros(50)));
    return new Figures(samples.series(), remarks);
  }

  private static void busy(Load load, Sandbox sandbox, int runs, Samples samples)
      throws IOException, InterruptedException {
    Command inside = load.sandboxed("cpu");
    try (Load.Others _ = load.onEveryCpu()) {
      for (int i = 0; i < runs; i++) {
        try (SandboxResult result = checked(sandbox.run(inside))) {
          samples.add(BUSY, result.usage().cpu().toNanos());
        }
      }
    }
  }

  private static long sandboxedNanos(Sandbox sandbox, Command inside)
      throws IOException, InterruptedException {
    try (SandboxResult result = checked(sandbox.run(inside))) {
      return Load.nanos(result.stdout().text());
    }
  }

  private static SandboxResult checked(SandboxResult result) throws IOException {
    if (!result.ok()) {
      throw new IOException("the program did not run: " + result);
    }
    return result;
  }
}
