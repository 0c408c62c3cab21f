/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Comparator;
import java.util.stream.Stream;

/** Suggests the name that a misspelt one was meant to be. */
final class NearestName {
  private NearestName() {}

  /** The message for a call that no architecture has. */
  static String unknownCall(String call) {
    var known = Stream.of(SyscallAbi.values()).flatMap(abi -> abi.names().stream()).distinct();
    return "no system call is named \"" + call + "\"" + suggestion(call, known);
  }

  /** " (did you mean x?)" for the nearest of {@code known}, or nothing when none is near. */
  static String suggestion(String name, Stream<String> known) {
    return known
        .min(Comparator.comparingInt((String other) -> distance(name, other)))
        .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
        .map(other -> " (did you mean " + other + "?)")
        .orElse("");
  }

  /** Levenshtein's distance, by the usual two rows. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
      }
      above = row;
    }
    return above[b.length()];
  }
}
