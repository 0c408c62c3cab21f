/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReportsTest {

  @Nested
  class A_host_report {
    private final Finding works =
        new Finding("seccomp", State.AVAILABLE, "a filter was installed", "");
    private final Finding absent =
        new Finding("landlock", State.ABSENT, "ENOSYS", "boot with lsm=landlock");
    private final Finding missing =
        new Finding("cgroup", State.MISSING, "read-only \"fs\"\n", "mount it");

    @Test
    void is_sufficient_unless_something_needed_is_missing() {
      assertTrue(new HostReport(List.of()).isSufficient());
      assertTrue(new HostReport(List.of(works, absent)).isSufficient());
      assertFalse(new HostReport(List.of(works, missing)).isSufficient());
    }

    @Test
    void is_json_with_a_version() {
      assertEquals(
          String.join(
                  "",
                  "{'version':1,'sufficient':false,'findings':[",
                  "{'subject':'cgroup','state':'MISSING',",
                  "'reason':'read-only \\'fs\\'\\u000a','fix':'mount it'}]}")
              .replace('\'', '"'),
          new HostReport(List.of(missing)).toJson());
    }

    @Test
    void prints_the_fix_below_the_reason() {
      String printed = new HostReport(List.of(works, absent)).toString();
      assertEquals(
          List.of(
              "AVAILABLE  seccomp: a filter was installed",
              "ABSENT     landlock: ENOSYS",
              "           fix: boot with lsm=landlock"),
          printed.lines().toList());
    }
  }

  @Nested
  class An_explanation {
    @Test
    void prints_each_step_in_words_and_as_the_system_call() {
      Explanation explanation =
          new Explanation(
              List.of(
                  new Explanation.Entry("INIT", "PROCESS", "be a session", "setsid()"),
                  new Explanation.Entry("INIT", "EXEC", "execute it", "execve(\"/bin/true\")"),
                  new Explanation.Entry("PROGRAM", "EXEC", "go", "exit(0)")),
              List.of("WALL_TIME 60 s"));
      assertEquals(
          """
          INIT
            be a session
                setsid()
            execute it
                execve("/bin/true")
          PROGRAM
            go
                exit(0)
          LIMIT WALL_TIME 60 s
          """,
          explanation.toString());
    }
  }

  @Nested
  class A_failed_set_up {
    private final SandboxSetupException failure =
        new SandboxSetupException(
            "INIT ROOT_FILESYSTEM",
            "mount tmpfs on /work",
            "mount(\"tmpfs\", \"/work\")",
            "EPERM",
            1,
            "Enable user namespaces.");

    @Test
    void says_what_where_why_and_what_to_do() {
      assertEquals(
          "cannot mount tmpfs on /work: mount(\"tmpfs\", \"/work\") gave EPERM (INIT"
              + " ROOT_FILESYSTEM). Enable user namespaces.",
          failure.getMessage());
    }

    @Test
    void has_its_parts() {
      assertEquals("INIT ROOT_FILESYSTEM", failure.stage());
      assertEquals("mount tmpfs on /work", failure.step());
      assertEquals("mount(\"tmpfs\", \"/work\")", failure.call());
      assertEquals("EPERM", failure.errno());
      assertEquals(1, failure.errnoNumber());
      assertEquals("Enable user namespaces.", failure.fix());
    }

    @Test
    void without_a_known_fix_ends_at_the_stage() {
      assertTrue(
          new SandboxSetupException("EXEC", "execute x", "execve(x)", "ENOEXEC", 8, "")
              .getMessage()
              .endsWith("gave ENOEXEC (EXEC)"));
    }
  }

  @Test
  void an_unsupported_host_comes_with_the_report() {
    HostReport report = new HostReport(List.of());
    assertSame(report, new UnsupportedHostException("no Linux", report).report());
  }
}
