/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.List;

/** The words of a stretch of a statement, and the place of each. */
final class PolicyWords {
  /** What {@link #peek} gives behind the last word. */
  static final String END = "the end of the row";

  private static final String[] PAIRS = {"==", "!=", "<=", ">="};

  private final PolicyStatement statement;
  private final int end;
  private final List<String> words = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private int at;

  /** The words from {@code from} up to {@code to}, offsets of the statement's text. */
  PolicyWords(PolicyStatement statement, int from, int to) {
    this.statement = statement;
    this.end = to;
    String text = statement.text();
    for (int i = from; i < to; ) {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
        continue;
      }
      int next = i + length(text, i, to);
      offsets.add(i);
      words.add(text.substring(i, next));
      i = next;
    }
  }

  private static int length(String text, int from, int to) {
    if (isWord(text.charAt(from))) {
      int next = from + 1;
      while (next < to && (isWord(text.charAt(next)) || text.charAt(next) == '-')) {
        next++;
      }
      return next - from;
    }
    for (String pair : PAIRS) {
      if (from + 1 < to && text.startsWith(pair, from)) {
        return 2;
      }
    }
    return Character.isHighSurrogate(text.charAt(from)) && from + 1 < to ? 2 : 1;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  boolean isAtEnd() {
    return at == words.size();
  }

  String peek() {
    return isAtEnd() ? END : words.get(at);
  }

  String take() {
    if (isAtEnd()) {
      throw here("something is missing at " + END);
    }
    return words.get(at++);
  }

  boolean taken(String word) {
    if (!peek().equals(word)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String word) {
    if (!taken(word)) {
      throw here("expected " + word + ", not " + peek());
    }
  }

  void expectEnd() {
    if (!isAtEnd()) {
      throw here("expected " + END + ", not " + peek());
    }
  }

  /** A mistake at the next word. */
  PolicySyntaxException here(String message) {
    return statement.mistake(isAtEnd() ? end : offsets.get(at), message);
  }

  /** A mistake at the word taken last. */
  PolicySyntaxException before(String message) {
    return statement.mistake(at == 0 ? offsets.getFirst() : offsets.get(at - 1), message);
  }

  /** How many words are taken, for {@link #at}. */
  int position() {
    return at;
  }

  /** A mistake at the word that was next at {@code position}. */
  PolicySyntaxException at(int position, String message) {
    return statement.mistake(position < offsets.size() ? offsets.get(position) : end, message);
  }
}
