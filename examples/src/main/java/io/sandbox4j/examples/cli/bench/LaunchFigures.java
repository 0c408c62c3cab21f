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
 */
public record LaunchFigures(List<Series> series, Map<String, String> missing) {
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
    line(out, "%-18s %6s %10s %10s %10s  %s", "microseconds", "n", "p50", "p90", "p99", OURS + " / it");
    for (Series one : series) {
      line(
          out,
          "%-18s %6d %10.1f %10.1f %10.1f  %s",
          one.name(), one.n(), one.micros(50), one.micros(90), one.micros(99), ratio(one));
    }
    missing.forEach((name, why) -> line(out, "%-18s %s", name, why));
    return out.toString();
  }

  private String ratio(Series one) {
    return named(OURS)
        .filter(ours -> !one.name().equals(OURS) && !one.name().equals("cleanup"))
        .map(ours -> String.format(Locale.ROOT, "%.2f", ours.micros(50) / one.micros(50)))
        .orElse("");
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
