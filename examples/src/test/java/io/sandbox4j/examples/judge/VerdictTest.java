/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  private static Verdict of(Outcome outcome) {
    return Verdict.of(outcome, () -> fail("the answer was compared"));
  }

  @Nested
  class A_program_that_exits_with_0 {
    @Test
    void is_accepted_with_the_right_answer() {
      assertEquals(Verdict.AC, Verdict.of(new Outcome.Exited(0), () -> true));
    }

    @Test
    void is_wrong_with_another() {
      assertEquals(Verdict.WA, Verdict.of(new Outcome.Exited(0), () -> false));
    }
  }

  @Nested
  class Whatever_else_happens_the_answer_is_not_looked_at {
    @Test
    void another_status_is_a_runtime_error() {
      assertEquals(Verdict.RE, of(new Outcome.Exited(1)));
    }

    @Test
    void a_signal_is_a_runtime_error() {
      assertEquals(Verdict.RE, of(new Outcome.Signalled(11, true)));
    }

    @Test
    void a_forbidden_call_is_a_security_violation() {
      assertEquals(
          Verdict.SV, of(new Outcome.Violation("ptrace", List.of(0L, 0L, 0L, 0L, 0L, 0L))));
    }

    @Test
    void a_failed_engine_says_nothing_about_the_program() {
      assertEquals(Verdict.IE, of(new Outcome.EngineFailed("shim", "it was killed")));
    }

    @ParameterizedTest
    @EnumSource(Outcome.Killer.class)
    void a_run_killed_by_us_says_nothing_about_the_program(Outcome.Killer killer) {
      assertEquals(Verdict.IE, of(new Outcome.Killed(killer)));
    }

    @ParameterizedTest
    @CsvSource({
      "CPU_TIME, TLE",
      "WALL_TIME, TLE",
      "IDLE_TIME, TLE",
      "MEMORY, MLE",
      "OUTPUT, OLE",
      "TASKS, RE",
      "DISK, RE",
      "STACK, RE",
      "OPEN_FILES, RE",
      "FILE_SIZE, RE",
      "LOCKED, RE"
    })
    void a_limit_has_its_verdict(Limit limit, Verdict verdict) {
      assertEquals(verdict, of(new Outcome.LimitExceeded(limit, 1, 2)));
    }
  }
}
