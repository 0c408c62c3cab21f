/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The verdicts for programs to read. */
final class JsonReport {
  /** Grows when a field changes its meaning or goes away. */
  private static final int VERSION = 1;

  private JsonReport() {}

  static String of(List<Judgement> judgements) {
    boolean asExpected = judgements.stream().allMatch(Judgement::isAsExpected);
    return judgements.stream()
        .map(JsonReport::object)
        .collect(
            Collectors.joining(
                ",\n    ",
                "{\n  \"version\": %d,\n  \"asExpected\": %b,\n  \"submissions\": [\n    "
                    .formatted(VERSION, asExpected),
                "\n  ]\n}\n"));
  }

  private static String object(Judgement j) {
    return String.join(
        ", ",
        "{\"problem\": " + quote(j.problem()),
        "\"submission\": " + quote(j.submission().name()),
        "\"language\": " + quote(j.submission().language().name()),
        "\"verdict\": " + quote(j.verdict().name()),
        "\"expected\": " + expected(j),
        "\"detail\": " + quote(j.detail()),
        "\"cpuMicros\": " + j.peak().cpu().toNanos() / 1000,
        "\"wallMicros\": " + j.peak().wall().toNanos() / 1000,
        "\"peakMemoryBytes\": " + j.peak().memory() + "}");
  }

  private static String expected(Judgement judgement) {
    return judgement.submission().expected().stream()
        .sorted()
        .map(v -> quote(v.name()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A JSON string; lone surrogates and controls are escaped, so that the file is always UTF-8. */
  static String quote(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < ' ' || c == 0x7f || (c >= 0xd800 && c <= 0xdfff)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.append('"').toString();
  }
}
