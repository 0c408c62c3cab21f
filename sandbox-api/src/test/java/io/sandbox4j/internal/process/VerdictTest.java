/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.Outcome;
import io.sandbox4j.Size;
import io.sandbox4j.spi.UsageReport;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  private static final int KILLED = 9;
  private static final int XCPU = 24;
  private static final int XFSZ = 25;
  private static final int EXITED_7 = 7 << 8;
  private static final Outcome.Violation VIOLATION =
      new Outcome.Violation("mount", List.of(1L, 2L, 3L, 4L, 5L, 6L));
  private static final UsageReport OWN_OOM = report(true, true);
  private static final UsageReport FOREIGN_OOM = report(false, true);

  private static UsageReport report(boolean ownLimit, boolean oomKilled) {
    OptionalLong none = OptionalLong.empty();
    return new UsageReport(
        none, none, none, OptionalLong.of(4096), none, none, none, ownLimit, oomKilled, 0, "test");
  }

  private static Outcome of(int cause, int status) {
    return of(cause, status, null, null, false);
  }

  private static Outcome of(
      int cause,
      int status,
      @Nullable UsageReport report,
      Outcome.@Nullable Violation violation,
      boolean rlimits) {
    return Verdict.of(
        new Verdict.Evidence(
            cause,
            status,
            Limits.DEFAULT.with(l -> l.memory(Size.mib(64))),
            report,
            11,
            22,
            33,
            rlimits,
            violation));
  }

  private static Limit limitOf(Outcome outcome) {
    return outcome instanceof Outcome.LimitExceeded exceeded ? exceeded.limit() : null;
  }

  @Nested
  class By_itself {
    @Test
    void a_program_exits() {
      assertEquals(new Outcome.Exited(7), of(Cause.NONE, EXITED_7));
      assertEquals(new Outcome.Exited(255), of(Cause.NONE, 255 << 8));
    }

    @Test
    void a_program_is_ended_by_a_signal() {
      assertEquals(new Outcome.Signalled(11, false), of(Cause.NONE, 11));
      assertEquals(new Outcome.Signalled(6, true), of(Cause.NONE, 6 | 0x80));
    }
  }

  @Nested
  class A_limit {
    @Test
    void of_memory_is_named_though_the_status_says_only_sigkill() {
      assertEquals(
          new Outcome.LimitExceeded(Limit.MEMORY, Size.mib(64).bytes(), 4096),
          of(Cause.NONE, KILLED, OWN_OOM, null, false));
    }

    @Test
    void of_memory_comes_before_what_the_shim_stopped_it_for() {
      Outcome outcome = of(Cause.of(Limit.WALL_TIME), KILLED, OWN_OOM, null, false);
      assertEquals(Limit.MEMORY, limitOf(outcome));
    }

    @ParameterizedTest
    @EnumSource
    void is_what_the_shim_says(Limit limit) {
      assertEquals(limit, limitOf(of(Cause.of(limit), KILLED)));
    }

    @Test
    void says_what_was_used() {
      assertEquals(
          new Outcome.LimitExceeded(Limit.CPU_TIME, Limits.DEFAULT.cpuTime().toNanos(), 22),
          of(Cause.of(Limit.CPU_TIME), KILLED));
      assertEquals(
          new Outcome.LimitExceeded(Limit.WALL_TIME, Limits.DEFAULT.wallTime().toNanos(), 11),
          of(Cause.of(Limit.WALL_TIME), KILLED));
      assertEquals(
          new Outcome.LimitExceeded(Limit.OUTPUT, Limits.DEFAULT.output().bytes(), 33),
          of(Cause.of(Limit.OUTPUT), KILLED));
    }

    @Test
    void of_a_files_size_is_known_by_its_signal() {
      assertEquals(Limit.FILE_SIZE, limitOf(of(Cause.NONE, XFSZ)));
    }

    @Test
    void of_cpu_time_is_known_by_its_signal_where_rlimits_stand_in() {
      assertEquals(Limit.CPU_TIME, limitOf(of(Cause.NONE, XCPU, null, null, true)));
      assertEquals(new Outcome.Signalled(XCPU, false), of(Cause.NONE, XCPU));
    }

    @Test
    void comes_before_a_killer_who_was_slower() {
      // The shim keeps the first cause; the kernel's own word stands beside it.
      Outcome outcome = of(Cause.of(Outcome.Killer.DESTROY), KILLED, OWN_OOM, null, false);
      assertEquals(Limit.MEMORY, limitOf(outcome));
    }
  }

  @Nested
  class A_violation {
    @Test
    void comes_before_every_limit() {
      assertEquals(VIOLATION, of(Cause.VIOLATION, KILLED, OWN_OOM, VIOLATION, false));
    }

    @Test
    void that_was_only_reported_is_none() {
      assertEquals(new Outcome.Exited(7), of(Cause.NONE, EXITED_7, null, VIOLATION, false));
    }
  }

  @Nested
  class A_kill {
    @ParameterizedTest
    @EnumSource
    void names_the_killer(Outcome.Killer killer) {
      assertEquals(new Outcome.Killed(killer), of(Cause.of(killer), KILLED));
    }

    @Test
    void by_the_end_of_the_session_is_a_close() {
      assertEquals(new Outcome.Killed(Outcome.Killer.CLOSE), of(Cause.SESSION_ENDED, KILLED));
    }

    @Test
    void by_the_hosts_want_of_memory_is_not_the_programs_fault() {
      assertEquals(
          new Outcome.Killed(Outcome.Killer.HOST),
          of(Cause.NONE, KILLED, FOREIGN_OOM, null, false));
    }

    @Test
    void of_a_descendant_leaves_the_program_its_exit() {
      assertEquals(new Outcome.Exited(7), of(Cause.NONE, EXITED_7, FOREIGN_OOM, null, false));
    }
  }

  @Nested
  class The_engine {
    @Test
    void failed_when_the_shim_died_whatever_else_there_is() {
      assertEquals(
          new Outcome.EngineFailed("shim", "it ended while the program ran"),
          of(Cause.JVM_GONE, EXITED_7, OWN_OOM, VIOLATION, true));
    }

    @Test
    void failed_when_init_was_killed_and_the_program_with_it() {
      assertEquals(
          new Outcome.EngineFailed("init", "it ended while the program ran"),
          of(Cause.INIT_DIED, KILLED));
    }

    @Test
    void did_not_fail_when_memory_ran_out_and_init_died_of_it() {
      Outcome outcome = of(Cause.INIT_DIED, KILLED, OWN_OOM, null, false);
      assertEquals(Limit.MEMORY, limitOf(outcome));
      assertEquals(
          new Outcome.Killed(Outcome.Killer.HOST),
          of(Cause.INIT_DIED, KILLED, FOREIGN_OOM, null, false));
    }
  }
}
