/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.util.List;
import java.util.Locale;

/** The verdicts as a table for a terminal. */
final class TableReport {
  private TableReport() {}

  static String of(List<Judgement> judgements) {
    int problem = width(judgements.stream().map(Judgement::problem).toList(), "problem");
    int name = width(judgements.stream().map(j -> j.submission().name()).toList(), "submission");
    var out = new StringBuilder();
    String row = "%-" + problem + "s  %-" + name + "s  %-7s %9s %9s %9s  %s%n";
    out.append(
        String.format(
            Locale.ROOT, row, "problem", "submission", "verdict", "CPU ms", "wall ms", "MiB", ""));
    for (Judgement j : judgements) {
      out.append(
          String.format(
              Locale.ROOT,
              row,
              j.problem(),
              j.submission().name(),
              j.verdict(),
              j.peak().cpu().toMillis(),
              j.peak().wall().toMillis(),
              String.format(Locale.ROOT, "%.1f", j.peak().memory() / 1048576.0),
              note(j)));
    }
    return out.append(Summary.of(judgements)).append(System.lineSeparator()).toString();
  }

  private static String note(Judgement judgement) {
    String expected =
        judgement.isAsExpected() ? "" : "expected " + judgement.submission().expected() + "; ";
    String first = judgement.detail().lines().findFirst().orElse("");
    return printable(expected + (first.length() > 90 ? first.substring(0, 90) + "…" : first));
  }

  /** A compiler's message quotes the source, which may hold sequences that command the terminal. */
  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int width(List<String> texts, String heading) {
    return texts.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
  }
}
