/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputBudgetTest {
  private final AtomicInteger told = new AtomicInteger();
  private final OutputBudget budget = new OutputBudget(10, told::incrementAndGet);

  @Test
  void all_of_it_may_be_used() {
    budget.count(4);
    budget.count(6);
    assertFalse(budget.isExceeded());
    assertEquals(0, told.get());
  }

  @Test
  void one_byte_more_is_told_once() {
    budget.count(10);
    budget.count(1);
    budget.count(1_000_000);
    assertTrue(budget.isExceeded());
    assertEquals(1, told.get());
    assertEquals(1_000_011, budget.used());
  }

  @Test
  void a_budget_of_nothing_allows_nothing() {
    OutputBudget none = new OutputBudget(0, told::incrementAndGet);
    none.count(0);
    assertFalse(none.isExceeded());
    none.count(1);
    assertEquals(1, told.get());
  }

  @Test
  void an_unlimited_one_is_never_exceeded() {
    OutputBudget unlimited = new OutputBudget(Long.MAX_VALUE, told::incrementAndGet);
    unlimited.count(Long.MAX_VALUE - 1);
    unlimited.count(1);
    assertFalse(unlimited.isExceeded());
  }

  @Test
  void of_many_who_count_at_once_one_tells() throws InterruptedException {
    OutputBudget shared = new OutputBudget(50_000, told::incrementAndGet);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int j = 0; j < 10_000; j++) {
                  shared.count(1);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(80_000, shared.used());
    assertEquals(1, told.get());
  }
}
