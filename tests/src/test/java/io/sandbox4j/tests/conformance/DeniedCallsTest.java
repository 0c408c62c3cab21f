/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Isolation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompAction;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallRule;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** P25: each row of a policy says quiet errno, reported errno or kill, whatever the mode. */
@SandboxSuite
class DeniedCallsTest {
  private static final String PTRACE = "101"; // asm/unistd_64.h, x86-64

  @BeforeEach
  void numbers() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
  }

  private static SeccompOption ptraceIs(SeccompAction action) {
    return Seccomp.policy(
        SeccompPolicy.named("default").toBuilder().name("ptrace").override(group(action)).build());
  }

  private static io.sandbox4j.seccomp.SeccompGroup group(SeccompAction action) {
    return new io.sandbox4j.seccomp.SeccompGroup(
        "tried", "What this test is about.", List.of(SyscallRule.of("ptrace", action, "a test")));
  }

  private static SandboxResult trace(SeccompOption option) throws InterruptedException {
    try (Sandbox box = Sandboxes.open(b -> b.isolation(Isolation.process().with(option)))) {
      return box.run(Victims.run("call", PTRACE, "16", "1"));
    }
  }

  @Test
  void a_quiet_row_gives_its_errno_and_tells_nobody() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.quiet(77)));
    assertAll(
        () -> assertEquals("77", result.orThrow().stdout().text().trim()),
        () -> assertEquals(List.of(), result.denied()));
  }

  @Test
  void a_reported_row_gives_its_errno_and_is_told() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.reported(78)));
    assertAll(
        () -> assertEquals("78", result.orThrow().stdout().text().trim()),
        () -> assertEquals("ptrace", result.denied().getFirst().call()));
  }

  @Test
  void a_row_that_kills_ends_the_run_also_where_others_are_only_refused()
      throws InterruptedException {
    SandboxResult result = trace(ptraceIs(new SeccompAction.KillProcess(true)));
    assertEquals(
        new Outcome.Violation("ptrace", List.of(16L, 1L, 0L, 0L, 0L, 0L)), result.outcome());
  }

  @Test
  void a_row_that_kills_without_a_report_is_the_kernels_sigsys() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(new SeccompAction.KillProcess(false)));
    assertEquals(new Outcome.Signalled(31, false), result.outcome());
  }

  @Test
  void killing_makes_every_reported_row_end_the_run() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.reported(78)).killing());
    assertEquals(
        new Outcome.Violation("ptrace", List.of(16L, 1L, 0L, 0L, 0L, 0L)), result.outcome());
  }
}
