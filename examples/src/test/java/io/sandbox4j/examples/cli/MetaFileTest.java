/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxSetupException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MetaFileTest {

  @Nested
  class Usage {
    @Test
    void has_seconds_with_three_digits_and_kibibytes() {
      assertEquals(
          """
          time:1.234
          time-wall:2.005
          max-rss:2048
          cg-mem:3072
          csw-voluntary:7
          csw-forced:8
          exitcode:0
          """,
          of(new Outcome.Exited(0)));
    }

    @Test
    void has_no_cg_mem_without_a_cgroup() {
      String meta = MetaFile.of(SampleRuns.endedWithMemoryBy("rusage of the main program"));
      assertTrue(meta.contains("max-rss:2048\n"), meta);
      assertFalse(meta.contains("cg-mem"), meta);
    }
  }

  @Nested
  class Ends {
    @Test
    void a_status_other_than_0_is_RE() {
      assertEnd(
          "exitcode:3\nstatus:RE\nmessage:Exited with error status 3\n", new Outcome.Exited(3));
    }

    @Test
    void a_signal_is_SG() {
      assertEnd(
          "exitsig:11\nstatus:SG\nmessage:Caught fatal signal 11\n",
          new Outcome.Signalled(11, false));
    }

    @Test
    void too_much_time_is_TO() {
      assertEnd(
          "killed:1\nstatus:TO\nmessage:Time limit exceeded\n",
          new Outcome.LimitExceeded(Limit.CPU_TIME, 1, 2));
      assertEnd(
          "killed:1\nstatus:TO\nmessage:Time limit exceeded (wall clock)\n",
          new Outcome.LimitExceeded(Limit.WALL_TIME, 1, 2));
    }

    @Test
    void too_much_memory_is_an_oom_kill() {
      assertEnd(
          "exitsig:9\ncg-oom-killed:1\nstatus:SG\nmessage:Memory limit exceeded\n",
          new Outcome.LimitExceeded(Limit.MEMORY, 1, 2));
    }

    @Test
    void a_violation_is_SIGSYS() {
      assertEnd(
          "killed:1\nexitsig:31\nstatus:SG\nmessage:Forbidden system call ptrace\n",
          new Outcome.Violation("ptrace", List.of()));
    }

    @Test
    void every_limit_has_a_status() {
      for (Limit limit : Limit.values()) {
        assertTrue(of(new Outcome.LimitExceeded(limit, 1, 2)).contains("\nstatus:"), limit.name());
      }
    }

    private void assertEnd(String end, Outcome outcome) {
      String meta = of(outcome);
      assertTrue(meta.endsWith("csw-forced:8\n" + end), meta);
    }
  }

  @Test
  void a_failed_set_up_is_XX_on_one_line() {
    var failure = new SandboxSetupException("INIT", "mount\nit", "mount()", "EPERM", 1, "");
    assertEquals(
        "status:XX\nmessage:cannot mount it: mount() gave EPERM (INIT)\n",
        MetaFile.of(new RunReport.NotStarted(failure)));
  }

  private static String of(Outcome outcome) {
    return MetaFile.of(SampleRuns.ended(outcome));
  }
}
