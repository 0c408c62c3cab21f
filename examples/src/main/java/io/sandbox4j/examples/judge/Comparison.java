/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * How an answer is held against the expected one. Bytes are compared, not characters: what is no
 * UTF-8 must not become equal to something else by decoding.
 */
enum Comparison {
  /** The same words; how much white space is between them does not matter. */
  TOKENS {
    @Override
    boolean isRight(byte[] answer, byte[] expected) {
      var given = new StringTokenizer(new String(answer, ISO_8859_1));
      var wanted = new StringTokenizer(new String(expected, ISO_8859_1));
      while (given.hasMoreTokens() && wanted.hasMoreTokens()) {
        if (!given.nextToken().equals(wanted.nextToken())) {
          return false;
        }
      }
      return !given.hasMoreTokens() && !wanted.hasMoreTokens();
    }
  },

  /** The same lines, but for white space at the end of lines and empty lines at the end. */
  LINES {
    @Override
    boolean isRight(byte[] answer, byte[] expected) {
      return lines(answer).equals(lines(expected));
    }
  };

  /** Whether an answer is as good as the expected one. */
  abstract boolean isRight(byte[] answer, byte[] expected);

  private static List<String> lines(byte[] text) {
    List<String> lines = new ArrayList<>();
    new String(text, ISO_8859_1).lines().map(String::stripTrailing).forEach(lines::add);
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }
}
