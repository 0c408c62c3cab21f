/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Transfers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanFileTest {
  private final PlanFile plans = new PlanFile();

  @AfterEach
  void end() {
    plans.end();
  }

  private static byte[] plan(int size, int content) {
    byte[] plan = new byte[size];
    Arrays.fill(plan, (byte) content);
    return plan;
  }

  @Test
  void has_one_plan_at_a_time_until_the_shim_has_read_it() {
    assertTrue(plans.write(1, plan(10, 1)));
    plans.sent(true);
    assertFalse(plans.write(2, plan(10, 2)));
    plans.read(2); // another run's
    assertFalse(plans.write(2, plan(10, 2)));
    plans.read(1);
    assertTrue(plans.write(2, plan(10, 2)));
    plans.sent(true);
  }

  @Test
  void has_the_next_plan_from_its_start() {
    assertTrue(plans.write(1, plan(5000, 1)));
    plans.sent(true);
    plans.read(1);
    assertTrue(plans.write(2, plan(100, 2)));
    byte[] read = new byte[100];
    assertEquals(100, Transfers.readAt(plans.file().number(), read, 0, 100, 0));
    assertArrayEquals(plan(100, 2), read);
    plans.sent(true);
  }

  @Test
  void is_free_again_when_a_plan_was_not_sent() {
    assertTrue(plans.write(1, plan(10, 1)));
    plans.sent(false);
    assertTrue(plans.write(2, plan(10, 2)));
    plans.sent(true);
  }

  @Test
  void does_not_keep_the_pages_of_a_huge_plan() {
    assertFalse(plans.write(1, plan((1 << 18) + 1, 1)));
    assertTrue(plans.write(1, plan(1 << 18, 1)));
    plans.sent(true);
  }

  @Test
  void is_not_closed_under_a_launch_that_uses_it() {
    assertTrue(plans.write(1, plan(10, 1)));
    plans.end();
    assertTrue(plans.file().isOpen());
    plans.sent(true);
    assertFalse(plans.file().isOpen());
    assertFalse(plans.write(2, plan(10, 2)));
  }
}
