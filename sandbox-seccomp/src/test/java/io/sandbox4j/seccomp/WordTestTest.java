/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.seccomp.WordTest.Masked;
import io.sandbox4j.seccomp.WordTest.Span;
import io.sandbox4j.seccomp.WordTest.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WordTestTest {
  /** Values of three bits; the words' other bits are 0 in every test but the open spans. */
  private static final long VALUES = 8;

  private static List<WordTest> tests() {
    List<WordTest> tests = new ArrayList<>();
    for (long least = 0; least < VALUES; least++) {
      for (long greatest = least; greatest < VALUES; greatest++) {
        tests.add(new Span(16, least, greatest));
      }
      tests.add(new Span(16, least, WordTest.MAX));
    }
    for (long mask = 1; mask < VALUES; mask++) {
      for (long value = 0; value < VALUES; value++) {
        if ((value & ~mask) == 0) {
          tests.add(new Masked(16, mask, value));
        }
      }
    }
    return tests;
  }

  /** What is told is so for every value; the other way round it may stay open. */
  @Test
  void tells_of_another_test_only_what_holds_for_every_value() {
    int told = 0;
    for (var known : tests()) {
      for (var other : tests()) {
        for (boolean held : new boolean[] {true, false}) {
          Truth truth = known.tells(held, other);
          if (truth == Truth.OPEN) {
            continue;
          }
          told++;
          values()
              .filter(value -> known.passes(value) == held)
              .forEach(value ->
                  assertEquals(
                      truth == Truth.TRUE,
                      other.passes(value),
                      () -> known + " " + held + " tells " + truth + " of " + other));
        }
      }
    }
    assertTrue(told > 1000, "told " + told);
  }

  private static LongStream values() {
    return LongStream.concat(
        LongStream.range(0, 4 * VALUES), LongStream.of(0x8000_0000L, 0xffff_fff0L, WordTest.MAX));
  }

  @Test
  void tells_nothing_of_another_word() {
    assertEquals(Truth.OPEN, new Span(16, 1, 1).tells(true, new Span(20, 1, 1)));
  }

  @Test
  void tells_of_other_values_of_the_same_bits() {
    assertEquals(Truth.FALSE, new Masked(16, 0xf, 1).tells(true, new Masked(16, 0xf, 2)));
    assertEquals(Truth.OPEN, new Masked(16, 0xf, 1).tells(false, new Masked(16, 0xf, 2)));
    assertEquals(Truth.TRUE, new Masked(16, 8, 0).tells(false, new Masked(16, 8, 8)));
  }
}
