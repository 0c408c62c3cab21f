/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sandbox seccomp learn}, and running under what it wrote. */
@Slow
@SandboxSuite
class LearnScriptTest {
  private static final String PRINT = "import json; print(json.dumps([42]))";

  @TempDir Path folder;
  private Script sandbox = new Script(Path.of(""), Path.of(""));

  @BeforeEach
  void script() {
    sandbox = Script.in(folder);
  }

  private String policy() throws IOException {
    return Files.readString(folder.resolve("own.policy"));
  }

  @Test
  void writes_a_policy_under_which_the_program_runs() throws IOException {
    Script.Ended learned = sandbox.learn("--output", "own.policy", "--", "python3", "-c", PRINT);
    assertEquals(new Script.Ended(0, "[42]\n", ""), learned);
    assertTrue(policy().contains("# Learned from 1 run."), policy());
    Script.Ended under =
        sandbox.run(
            "--seccomp", "./own.policy", "--seccomp-mode", "kill", "--", "python3", "-c", PRINT);
    assertEquals(new Script.Ended(0, "[42]\n", ""), under);
    assertEquals(
        123,
        sandbox.run("--seccomp", "./own.policy", "--seccomp-mode", "kill", "mkdir", "d").status());
  }

  @Test
  void adds_to_one_learned_before() throws IOException {
    sandbox.learn("--output", "own.policy", "--", "true");
    String first = policy();
    assertFalse(first.contains("mkdir"), first);
    Script.Ended second =
        sandbox.learn("--merge", "own.policy", "--output", "own.policy", "--", "mkdir", "d");
    assertEquals(0, second.status(), second::toString);
    assertTrue(policy().contains("# Learned from 2 runs."), policy());
    Script.Ended difference =
        sandbox.plain("seccomp", "explain", "./own.policy", "--call", "mkdir");
    assertEquals(0, difference.status(), difference::toString);
    for (String name : new String[] {"true", "mkdir"}) {
      assertEquals(
          new Script.Ended(0, "", ""),
          sandbox.run("--seccomp", "./own.policy", "--seccomp-mode", "kill", name, "d"),
          name);
    }
  }

  @Test
  void prints_the_policy_after_what_the_program_prints() {
    Script.Ended ended = sandbox.learn("--output", "-", "--", "echo", "said");
    assertTrue(ended.out().startsWith("said\nsandbox4j-seccomp 1\n"), ended::out);
  }

  @Test
  void ends_as_the_program_does() {
    assertEquals(7, sandbox.learn("--output", "own.policy", "--", "sh", "-c", "exit 7").status());
    assertEquals(127, sandbox.learn("--output", "own.policy", "--", "no-such-program").status());
  }

  @Test
  void says_when_it_saw_a_part_only() {
    Script.Ended ended =
        sandbox.learn("--wall-time", "300ms", "--output", "own.policy", "--", "sleep", "60");
    assertEquals(124, ended.status());
    assertTrue(ended.err().contains("a part of the run only"), ended::err);
  }
}
