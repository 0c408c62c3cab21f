/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Session;
import io.sandbox4j.Source;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policy {@code strict}: a computation, and exactly one exec (P26). */
@SandboxSuite
class StrictPolicyTest {
  private final Sandbox box =
      Sandboxes.open(b ->
          b.isolation(Isolation.process().with(Seccomp.policy(SeccompPolicy.named("strict")))));

  @AfterEach
  void close() {
    box.close();
  }

  @Test
  void p26_exactly_one_exec_is_possible() throws InterruptedException {
    SandboxResult result = box.run(Victims.run("exec_again"));
    assertEquals("nothing\n", result.orThrow().stdout().text());
    assertTrue(
        result.denied().stream().anyMatch(d -> d.call().equals("execve")),
        () -> result.denied().toString());
  }

  @Test
  void p26_nor_again_and_again() throws InterruptedException {
    for (int i = 0; i < 6; i++) { // later launches are made ahead
      SandboxResult result = box.run(Victims.run("exec_again"));
      assertEquals("nothing\n", result.orThrow().stdout().text());
    }
  }

  @Test
  void p26_nor_in_a_session() throws InterruptedException {
    try (Session session = box.open()) {
      assertEquals("nothing\n", session.run(Victims.run("exec_again")).orThrow().stdout().text());
    }
  }

  @Test
  void a_program_is_found_by_its_name() throws InterruptedException {
    assertEquals(
        "abc\n", box.run(Command.of("cat").stdin(Input.text("abc\n"))).orThrow().stdout().text());
  }

  @Test
  void the_first_directory_of_path_counts() throws InterruptedException {
    SandboxResult result =
        box.run(
            Command.of("cat")
                .env("PATH", "/nowhere:/work:/usr/bin")
                .copyIn("cat", Source.file(Victims.path("exec_again")).executable())
                .stdin(Input.text("abc\n")));
    assertEquals("nothing\n", result.orThrow().stdout().text());
  }

  @Test
  void a_missing_program_is_told_as_ever() {
    SandboxSetupException byName =
        assertThrows(SandboxSetupException.class, () -> box.run(Command.of("nosuch")));
    SandboxSetupException byPath =
        assertThrows(SandboxSetupException.class, () -> box.run(Command.of("/bin/nosuch")));
    for (SandboxSetupException missing : new SandboxSetupException[] {byName, byPath}) {
      assertEquals("ENOENT", missing.errno(), missing::getMessage);
      assertTrue(
          missing.getMessage().contains("no such program in the sandbox"), missing::getMessage);
    }
  }

  @Test
  void a_file_that_is_not_executable_is_told_as_ever() {
    SandboxSetupException refused =
        assertThrows(
            SandboxSetupException.class,
            () -> box.run(Command.of("./plain").copyIn("plain", Source.text("x"))));
    assertEquals("EACCES", refused.errno(), refused::getMessage);
  }

  @Test
  void a_script_is_one_exec_with_its_interpreter() throws InterruptedException {
    SandboxResult result =
        box.run(
            Command.of("./script")
                .copyIn("script", Source.text("#!/usr/bin/head -n 2\n42\n").executable()));
    assertEquals("#!/usr/bin/head -n 2\n42\n", result.orThrow().stdout().text());
  }

  @Test
  void a_second_exec_ends_the_run_where_that_is_asked_for() throws InterruptedException {
    try (Sandbox kills =
        Sandboxes.open(b ->
            b.isolation(
                Isolation.process()
                    .with(Seccomp.policy(SeccompPolicy.named("strict")).killing())))) {
      Outcome outcome = kills.run(Victims.run("exec_again")).outcome();
      assertEquals("execve", assertInstanceOf(Outcome.Violation.class, outcome).call());
    }
  }

  @Test
  void a_policy_that_refuses_other_execs_without_a_report_is_refused_itself() {
    SeccompPolicy quiet =
        SeccompPolicy.parse(
            "quiet",
            SeccompPolicy.named("strict")
                .toText()
                .replaceFirst("otherwise errno \\d+ report", "otherwise errno 1"));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Sandboxes.open(b -> b.isolation(Isolation.process().with(Seccomp.policy(quiet)))));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("quiet allows the launch's own execve alone"),
        refused::getMessage);
  }
}
