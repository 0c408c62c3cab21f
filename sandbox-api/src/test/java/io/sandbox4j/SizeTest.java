/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {

  @Nested
  class A_count_of_units {
    @Test
    void is_a_count_of_bytes() {
      assertEquals(7L, Size.bytes(7).bytes());
      assertEquals(64L * 1024, Size.kib(64).bytes());
      assertEquals(256L * 1024 * 1024, Size.mib(256).bytes());
      assertEquals(3L * 1024 * 1024 * 1024, Size.gib(3).bytes());
    }

    @Test
    void is_refused_when_negative() {
      refused(() -> Size.bytes(-1), "-1");
      refused(() -> Size.mib(-5), "-5 MiB");
    }

    @Test
    void is_refused_when_it_overflows() {
      refused(() -> Size.gib(1L << 33), "8589934592 GiB");
      refused(() -> Size.kib(Long.MAX_VALUE), "63 bits");
    }

    @Test
    void just_below_the_overflow_is_no_missing_bound() {
      Size largest = Size.gib((1L << 33) - 1);
      assertFalse(largest.isUnlimited());
      assertTrue(largest.compareTo(Size.UNLIMITED) < 0);
    }
  }

  @Nested
  class A_text {
    @ParameterizedTest
    @CsvSource({
      "0, 0",
      "4096, 4096",
      "64k, 65536",
      "64K, 65536",
      "64m, 67108864",
      "1g, 1073741824",
      "2t, 2199023255552",
      "1kb, 1024",
      "1KiB, 1024",
      "5b, 5"
    })
    void is_digits_with_a_unit(String text, long bytes) {
      assertEquals(bytes, Size.parse(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "+1", "1.5g", "1 m", "64x", "0x10", "1mm"})
    void is_refused_when_it_is_something_else(String text) {
      refused(() -> Size.parse(text), "'" + text + "'", "64m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999999999999999g", "8388608t"})
    void is_refused_when_it_overflows(String text) {
      refused(() -> Size.parse(text));
    }
  }

  @Nested
  class In_print {
    @ParameterizedTest
    @CsvSource({
      "0, 0 bytes",
      "1023, 1023 bytes",
      "1024, 1 KiB",
      "1025, 1025 bytes",
      "536870912, 512 MiB"
    })
    void it_has_the_largest_whole_unit(long bytes, String text) {
      assertEquals(text, Size.bytes(bytes).toString());
    }

    @Test
    void no_bound_is_named() {
      assertEquals("unlimited", Size.UNLIMITED.toString());
    }
  }

  @Test
  void no_bound_is_above_every_size() {
    assertTrue(Size.UNLIMITED.isUnlimited());
    assertTrue(Size.UNLIMITED.compareTo(Size.gib(1 << 20)) > 0);
  }
}
