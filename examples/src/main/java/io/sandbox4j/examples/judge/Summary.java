/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** All verdicts in one line. */
final class Summary {
  private Summary() {}

  static String of(List<Judgement> judgements) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    judgements.forEach(j -> counts.merge(j.verdict(), 1, Integer::sum));
    var each = new StringJoiner(", ");
    counts.forEach((verdict, count) -> each.add(count + " " + verdict));
    long other = judgements.stream().filter(j -> !j.isAsExpected()).count();
    return "%d submissions: %s; %s"
        .formatted(
            judgements.size(),
            each,
            other == 0 ? "every verdict as expected" : other + " not as expected");
  }
}
