/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Takes secrets out of a log, a line at a time. It protects from accidents, such as a tool that
 * prints its environment; a step that means to tell its secret can always write it in another way,
 * which is why a step gets only the secrets it names.
 */
final class Masking {
  private static final String MASK = "***";

  private final List<String> secrets;

  /**
   * Masks values.
   *
   * @param values the secrets; of those with several lines, every line is one
   */
  Masking(Collection<String> values) {
    // The longest first: a secret that is part of another must not leave the rest of it to read.
    secrets =
        values.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** A line without secrets, and without control characters that would command a terminal. */
  String mask(String line) {
    String masked = line;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked
        .codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
