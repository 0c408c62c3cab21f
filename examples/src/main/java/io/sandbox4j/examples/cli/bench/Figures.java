/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a benchmark of other things than launches found.
 *
 * @param series what was measured, in order
 * @param remarks the ratios that they are measured for, a line each
 */
public record Figures(List<Series> series, List<String> remarks) {
  /** Copies the lists. */
  public Figures {
    series = List.copyOf(series);
    remarks = List.copyOf(remarks);
  }

  /** A table for people, in microseconds, then the remarks. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append(row("microseconds", "n", "p50", "p90", "p99"));
    for (Series one : series) {
      out.append(
          row(
              one.name(),
              String.valueOf(one.n()),
              tenth(one.micros(50)),
              tenth(one.micros(90)),
              tenth(one.micros(99))));
    }
    remarks.forEach(remark -> out.append(remark).append('\n'));
    return out.toString();
  }

  private static String row(String name, String n, String p50, String p90, String p99) {
    return String.format(Locale.ROOT, "%-28s %6s %10s %10s %10s%n", name, n, p50, p90, p99);
  }

  private static String tenth(double micros) {
    return String.format(Locale.ROOT, "%.1f", micros);
  }

  /** A remark of one number over another. */
  static String ratio(String what, double over, double under) {
    return String.format(Locale.ROOT, "%s: %.3f", what, over / under);
  }
}
