/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import io.sandbox4j.tests.setup.SoakTime;
import io.sandbox4j.tests.setup.Victims;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whoever uses more memory than allowed is told so, not that a SIGKILL came from nowhere. */
@SandboxSuite
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryVerdictTest {
  private static final int RUNS = 300;
  private static final Size LIMIT = Size.mib(32);

  static final List<String> SHAPES =
      List.of(
          "touch",
          "shared",
          "work",
          "tmp",
          "shm",
          "memfd",
          "stacks",
          "children",
          "pipes",
          "exec",
          "child",
          "ignored",
          "orphan",
          "late");

  private static Sandbox open() {
    return Sandboxes.withCgroup()
        .limits(l -> l.memory(LIMIT).wallTime(Duration.ofSeconds(30)))
        .build();
  }

  private static void assertMemory(Sandbox box, String shape) throws InterruptedException {
    try (SandboxResult result = box.run(Victims.run("exhaust", shape))) {
      var exceeded =
          assertInstanceOf(
              Outcome.LimitExceeded.class, result.outcome(), () -> shape + ": " + result);
      assertEquals(Limit.MEMORY, exceeded.limit(), () -> shape + ": " + result);
      assertEquals(LIMIT.bytes(), exceeded.allowed());
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void p11_is_MEMORY_however_it_is_used(String shape) throws InterruptedException {
    try (Sandbox box = open()) {
      assertMemory(box, shape);
    }
  }

  @Slow
  @Test
  void is_MEMORY_three_hundred_times(TestReporter reporter) throws InterruptedException {
    int runs = 0;
    SoakTime time = SoakTime.begin();
    try (Sandbox box = open()) {
      for (; runs < RUNS && !time.isOver(); runs++) {
        assertMemory(box, SHAPES.get(runs % SHAPES.size()));
      }
    }
    reporter.publishEntry("soak", runs + " runs");
    assertTrue(runs >= SHAPES.size(), "time for " + runs + " runs only");
  }

  @Test
  void a_killed_program_that_stayed_below_is_SIGNALLED() throws InterruptedException {
    try (Sandbox box = open();
        SandboxResult result =
            box.run(io.sandbox4j.Command.shell("head -c 8000000 /dev/zero > f; kill -9 $$"))) {
      assertEquals(new Outcome.Signalled(9, false), result.outcome());
    }
  }
}
