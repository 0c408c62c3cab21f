/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All series of one run of the benchmark.
 *
 * @param series those that were measured, in order
 * @param missing those that were not, with the reason
 * @param launched which sandbox the sandbox series started
 */
public record LaunchFigures(
    List<Series> series, Map<String, String> missing, LaunchedSandbox launched) {
  private static final String OURS = "sandbox-cold";

  /** Copies the lists. */
  public LaunchFigures {
    series = List.copyOf(series);
  }

  Optional<Series> named(String name) {
    return series.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** A table for people: microseconds, then how often each series goes into ours. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append(row("microseconds", "n", "p50", "p90", "p99", OURS + " / it"));
    for (Series one : series) {
      out.append(
          row(
              one.name(),
              String.valueOf(one.n()),
              tenth(one.micros(50)),
              tenth(one.micros(90)),
              tenth(one.micros(99)),
              ratio(one)));
    }
    missing.forEach((name, why) -> out.append(row(name, "-", "-", "-", "-", why)));
    return out.toString();
  }

  private static String row(
      String name, String n, String p50, String p90, String p99, String remark) {
    return String.format(
                Locale.ROOT, "%-18s %6s %10s %10s %10s  %s", name, n, p50, p90, p99, remark)
            .stripTrailing()
        + "\n";
  }

  private static String tenth(double micros) {
    return String.format(Locale.ROOT, "%.1f", micros);
  }

  private String ratio(Series one) {
    return named(OURS)
        .filter(ours -> !one.name().equals(OURS) && !one.name().equals("cleanup"))
        .map(ours -> String.format(Locale.ROOT, "%.2f", ours.micros(50) / one.micros(50)))
        .orElse("");
  }
}
