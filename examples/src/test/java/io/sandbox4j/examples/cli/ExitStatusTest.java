/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.HostReport;
import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.UnsupportedHostException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

  @Nested
  class Of_a_program_that_ran {
    @Test
    void is_its_own_status() {
      assertEquals(42, of(new Outcome.Exited(42)));
    }

    @Test
    void is_128_and_the_signal() {
      assertEquals(139, of(new Outcome.Signalled(11, false)));
    }

    @Test
    void is_124_for_every_limit() {
      for (Limit limit : Limit.values()) {
        assertEquals(124, of(new Outcome.LimitExceeded(limit, 1, 2)), limit.name());
      }
    }

    @Test
    void is_123_for_a_violation() {
      assertEquals(123, of(new Outcome.Violation("ptrace", List.of())));
    }

    @Test
    void is_137_for_every_killer() {
      for (Outcome.Killer killer : Outcome.Killer.values()) {
        assertEquals(137, of(new Outcome.Killed(killer)), killer.name());
      }
    }

    @Test
    void is_125_when_the_engine_failed() {
      assertEquals(125, of(new Outcome.EngineFailed("shim", "it is gone")));
    }

    private int of(Outcome outcome) {
      return ExitStatus.of(SampleRuns.ended(outcome));
    }
  }

  @Nested
  class Of_a_program_that_did_not_start {
    @ParameterizedTest
    @CsvSource({
      "PROGRAM EXEC, ENOENT, 127",
      "PROGRAM EXEC, ENOTDIR, 127",
      "PROGRAM EXEC, EACCES, 126",
      "PROGRAM EXEC, ENOEXEC, 126",
      "PROGRAM EXEC, E2BIG, 125",
      "INIT ROOT_FILESYSTEM, ENOENT, 125",
      "INIT ROOT_FILESYSTEM, EACCES, 125"
    })
    void depends_on_stage_and_errno(String stage, String errno, int status) {
      assertEquals(status, of(new SandboxSetupException(stage, "do it", "call()", errno, 1, "")));
    }

    @Test
    void is_125_on_a_host_without_walls() {
      assertEquals(125, of(new UnsupportedHostException("no", new HostReport(List.of()))));
    }

    private int of(SandboxException failure) {
      return ExitStatus.of(new RunReport.NotStarted(failure));
    }
  }
}
