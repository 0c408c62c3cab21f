/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Danger;
import io.sandbox4j.Sandbox;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hosts that refuse: an error that names the missing thing and the fix, never less isolation. */
@SandboxSuite
class RefusalTest {

  @Nested
  class Without_a_usable_cgroup {
    @BeforeEach
    void here() {
      assumeFalse(Sandboxes.hasCgroup(), "there is one here");
    }

    @Test
    void limits_are_an_error_that_prints_the_ways_out() {
      String message =
          String.valueOf(
              org.junit.jupiter.api.Assertions.assertThrows(
                      UnsupportedHostException.class, () -> Sandbox.builder().build())
                  .getMessage());
      assertAll(
          message,
          () -> assertTrue(message.contains("is not writable")),
          () -> assertTrue(message.contains("systemd-run --user --scope -p Delegate=yes")),
          () -> assertTrue(message.contains("limitsByRlimit(Danger.")));
    }

    @Test
    void p10_the_walls_say_that_rlimits_can_be_evaded() {
      try (Sandbox box =
          Sandbox.builder().limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE).build()) {
        assertTrue(
            box.walls().stream()
                .anyMatch(state -> !state.inForce() && state.detail().contains("can be evaded")),
            () -> box.walls().toString());
      }
    }
  }

  /** An ordinary user's limits of namespaces, in a user namespace of the test's own. */
  @Nested
  class P24_a_user_who {
    private String underLimit(int most, OtherJvm.Attempt attempt) throws Exception {
      String script =
          "echo "
              + most
              + " > /proc/sys/user/max_user_namespaces || exit 9; exec setpriv"
              + " --inh-caps=-all --ambient-caps=-all -- \"$@\"";
      return OtherJvm.in(
          List.of("unshare", "-U", "-c", "--keep-caps", "sh", "-c", script, "sh"), attempt);
    }

    @BeforeEach
    void is_ordinary() throws Exception {
      assumeTrue(
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .anyMatch(line -> line.matches("CapEff:\\s+0+")),
          "the JVM has privileges");
    }

    @Test
    void may_make_no_user_namespace_is_told_which_sysctl() throws Exception {
      String said = underLimit(0, OtherJvm.Attempt.RLIMITS);
      assertTrue(said.contains("sysctl -w user.max_user_namespaces"), said);
    }

    @Test
    void has_made_all_that_he_may_is_told_which_limit() throws Exception {
      String said = underLimit(1, OtherJvm.Attempt.TWO_WITH_RLIMITS);
      assertAll(
          said,
          () -> assertTrue(said.contains("ENOSPC")),
          () -> assertTrue(said.contains("raise user.max_user_namespaces")));
    }
  }

  /** As on Ubuntu 24.04: the namespace is made, then a security module refuses mounts in it. */
  @Test
  void p24_a_host_that_refuses_mounts_is_told_where_to_look() throws Exception {
    String said =
        OtherJvm.in(List.of(Victims.path("nomounts").toString()), OtherJvm.Attempt.RLIMITS);
    assumeFalse(said.startsWith("no Landlock"), "the kernel has no Landlock, which refuses mounts");
    assertAll(
        said,
        () -> assertTrue(said.contains("SandboxSetupException")),
        () -> assertTrue(said.contains("EPERM")),
        () -> assertTrue(said.contains("AppArmor")));
  }
}
