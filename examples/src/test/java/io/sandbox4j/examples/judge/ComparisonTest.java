/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static boolean isRight(Comparison comparison, String answer, String expected) {
    return comparison.isRight(answer.getBytes(UTF_8), expected.getBytes(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void equal_answers_are_right(Comparison comparison) {
    assertTrue(isRight(comparison, "1 2\n3\n", "1 2\n3\n"));
  }

  @ParameterizedTest
  @EnumSource
  void a_missing_end_is_wrong(Comparison comparison) {
    assertFalse(isRight(comparison, "1 2\n", "1 2\n3\n"));
  }

  @ParameterizedTest
  @EnumSource
  void a_superfluous_end_is_wrong(Comparison comparison) {
    assertFalse(isRight(comparison, "1 2\n3\n", "1 2\n"));
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_right_where_nothing_is_expected(Comparison comparison) {
    assertTrue(isRight(comparison, "", "\n"));
  }

  @ParameterizedTest
  @EnumSource
  void different_malformed_bytes_are_not_the_same_replacement_character(Comparison comparison) {
    assertFalse(comparison.isRight(new byte[] {(byte) 0xfe}, new byte[] {(byte) 0xff}));
  }

  @Nested
  class By_lines {
    @ParameterizedTest
    @ValueSource(strings = {"a b\nc", "a b  \nc\t\n", "a b\r\nc\r\n", "a b\nc\n\n\n"})
    void white_space_at_the_end_does_not_matter(String answer) {
      assertTrue(isRight(Comparison.LINES, answer, "a b\nc\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a  b\nc\n", " a b\nc\n", "a b\n\nc\n", "a b c\n"})
    void white_space_elsewhere_does(String answer) {
      assertFalse(isRight(Comparison.LINES, answer, "a b\nc\n"));
    }
  }

  @Nested
  class By_tokens {
    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a\nb\nc\n", "  a   b\t\tc\r\n"})
    void no_white_space_matters(String answer) {
      assertTrue(isRight(Comparison.TOKENS, answer, "a b\nc\n"));
    }

    @Test
    void but_its_absence_does() {
      assertFalse(isRight(Comparison.TOKENS, "ab c", "a b c"));
    }
  }
}
