/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refusedAs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UsageTest {
  /** Usage whose n-th figure is n times the factor. */
  static Usage usage(long factor) {
    return new Usage(
        time(1 * factor),
        time(2 * factor),
        time(3 * factor),
        time(4),
        time(5),
        count(6 * factor),
        count(16 * factor),
        count(7 * factor),
        count(8 * factor),
        count(9 * factor),
        count(10 * factor),
        count(11 * factor),
        count(12 * factor),
        count(13 * factor),
        Measured.notCounted("the process engine sees no calls"),
        count(15 * factor));
  }

  private static Measured<Duration> time(long millis) {
    return new Measured<>(Duration.ofMillis(millis), "clock");
  }

  private static Measured<Long> count(long count) {
    return new Measured<>(count, "counter");
  }

  @Nested
  class The_difference_of_two_looks {
    private final Usage difference = usage(3).since(usage(1));

    @Test
    void subtracts_what_grows() {
      assertEquals(time(2), difference.cpuUser());
      assertEquals(time(4), difference.cpuSystem());
      assertEquals(time(6), difference.wall());
      assertEquals(count(16), difference.bytesRead());
      assertEquals(count(18), difference.bytesWritten());
      assertEquals(count(20), difference.minorFaults());
      assertEquals(count(22), difference.majorFaults());
      assertEquals(count(24), difference.voluntarySwitches());
      assertEquals(count(26), difference.involuntarySwitches());
      assertEquals(count(30), difference.hostCalls());
    }

    @Test
    void keeps_the_peaks() {
      assertEquals(count(18), difference.peakMemory());
      assertEquals(count(48), difference.maxResident());
      assertEquals(count(21), difference.peakTasks());
    }

    @Test
    void keeps_what_was_before_the_start() {
      assertEquals(time(4), difference.queued());
      assertEquals(time(5), difference.setup());
    }

    @Test
    void leaves_uncounted_what_nobody_counted() {
      assertFalse(difference.guestCalls().isCounted());
    }
  }

  @Test
  void cpu_is_user_and_system() {
    assertEquals(Duration.ofMillis(3), usage(1).cpu());
  }

  @Nested
  class A_figure {
    @Test
    void says_how_it_was_measured() {
      assertEquals("7 (counter)", count(7).toString());
      assertEquals(7L, count(7).get());
      assertEquals(7L, count(7).orElse(1L));
    }

    @Test
    void that_nobody_counted_says_why() {
      Measured<Long> absent = Measured.notCounted("no cgroup");
      assertFalse(absent.isCounted());
      assertEquals(1L, absent.orElse(1L));
      assertEquals("not counted (no cgroup)", absent.toString());
      refusedAs(IllegalStateException.class, absent::get, "no cgroup");
    }
  }
}
