/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a learned policy tells apart of one argument: {@code learning.txt}.
 *
 * @param argument which argument, 0 to 5
 * @param mask the bits that count
 * @param any whether it only counts that one of them is set
 */
record Selector(int argument, long mask, boolean any) {
  private static final long LOW = 0xffff_ffffL;

  /** Those of each call, in the order of their arguments. */
  static List<Selector> of(String call) {
    return Table.ALL.getOrDefault(call, List.of());
  }

  /** What counts of these arguments. */
  long value(long[] arguments) {
    long bits = arguments[argument] & mask;
    return any ? (bits == 0 ? 0 : 1) : bits;
  }

  /** What arguments meet that are as those with this value; none when any do. */
  List<ArgumentCondition> conditions(long value) {
    if (any) {
      return value != 0
          ? List.of()
          : List.of(
              mask == -1
                  ? ArgumentCondition.eq(argument, 0)
                  : ArgumentCondition.maskedEq(argument, mask, 0));
    }
    if (mask == LOW) {
      return List.of(ArgumentCondition.eq(argument, value).low32());
    }
    return List.of(
        mask == -1
            ? ArgumentCondition.eq(argument, value)
            : ArgumentCondition.maskedEq(argument, mask, value));
  }

  /** Read at the first call that is learned. */
  private static final class Table {
    static final Map<String, List<Selector>> ALL = read();

    private static Map<String, List<Selector>> read() {
      Map<String, List<Selector>> all = new HashMap<>();
      for (String line : (Iterable<String>) text().lines()::iterator) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          List<Selector> selectors = new ArrayList<>();
          for (int i = 1; i < words.length; i++) {
            selectors.add(selector(words[i]));
          }
          all.put(words[0], List.copyOf(selectors));
        }
      }
      return Map.copyOf(all);
    }

    /** {@code argN}, {@code argN:32}, {@code argN&MASK} or {@code argN?MASK}. */
    private static Selector selector(String word) {
      int argument = word.charAt(3) - '0';
      String rest = word.substring(4);
      if (rest.isEmpty()) {
        return new Selector(argument, -1, false);
      }
      return rest.equals(":32")
          ? new Selector(argument, LOW, false)
          : new Selector(argument, number(rest.substring(1)), rest.charAt(0) == '?');
    }

    private static long number(String word) {
      return word.startsWith("0x")
          ? Long.parseUnsignedLong(word, 2, word.length(), 16)
          : Long.parseLong(word, 8);
    }

    private static String text() {
      try (var in = Selector.class.getResourceAsStream("learning.txt")) {
        if (in == null) {
          throw new IllegalStateException("learning.txt is missing; was the jar repackaged?");
        }
        return new String(in.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("reading learning.txt", e);
      }
    }
  }
}
