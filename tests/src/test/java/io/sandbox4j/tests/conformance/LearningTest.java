/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Source;
import io.sandbox4j.seccomp.LearnedPolicy;
import io.sandbox4j.seccomp.Learning;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies are learned from real programs, which then run under them without a refusal (P29). */
@SandboxSuite
class LearningTest {
  enum Program {
    TRUE,
    CAT,
    PIPELINE,
    PYTHON,
    COMPILER;

    /** A shell whose children end while its calls wait gives up at EINTR, see Learning. */
    Command[] runs() {
      Command[] all = new Command[this == PIPELINE ? 12 : 1];
      Arrays.fill(all, command());
      return all;
    }

    Command command() {
      return switch (this) {
        case TRUE -> Command.of("/bin/true");
        case CAT -> Command.of("cat").stdin(Input.text("some\n"));
        case PIPELINE -> Command.of("sh", "-c", "printf 'b\\na\\n' | sort | tee f | wc -l; rm f");
        case PYTHON ->
            Command.of(
                "python3",
                "-c",
                "import threading, json; t = threading.Thread(target=print,"
                    + " args=(json.dumps([1]),)); t.start(); t.join()");
        case COMPILER ->
            Command.of("sh", "-c", "gcc -O1 -o a a.c && ./a")
                .copyIn(
                    "a.c",
                    Source.text("#include <stdio.h>\nint main() { puts(\"made\"); return 0; }"));
      };
    }
  }

  private static LearnedPolicy learn(Command... commands) throws InterruptedException {
    return Seccomp.learn(
        Sandboxes.any()
            .limits(l -> l.cpuTime(Duration.ofSeconds(60)).wallTime(Duration.ofMinutes(3))),
        commands);
  }

  private static SandboxResult run(SeccompPolicy policy, Command command)
      throws InterruptedException {
    try (Sandbox box = under(policy)) {
      return box.run(command);
    }
  }

  private static Sandbox under(SeccompPolicy policy) {
    return Sandboxes.open(
        b -> b.isolation(Isolation.process().with(Seccomp.policy(policy).reporting())));
  }

  @ParameterizedTest
  @EnumSource
  void p29_the_same_program_runs_without_a_refusal(Program program) throws InterruptedException {
    LearnedPolicy learned = learn(program.runs());
    String text = learned.toText();
    SeccompPolicy policy = SeccompPolicy.parse("learned", text);
    SandboxResult result = run(policy, program.command());
    assertEquals(0, result.denied().size(), () -> result.denied() + "\n" + text);
    assertTrue(result.ok(), () -> result + "\n" + text);
    int calls = policy.reachable(SyscallAbi.current()).size();
    assertTrue(calls < 120, () -> calls + " calls:\n" + text);
  }

  @Test
  void p29_a_hundred_times() throws InterruptedException {
    SeccompPolicy policy = learn(Program.PYTHON.command(), Program.PYTHON.command()).policy();
    try (Sandbox box = under(policy)) {
      for (int i = 0; i < 100; i++) {
        SandboxResult result = box.run(Program.PYTHON.command());
        assertEquals(List.of(), result.orThrow().denied());
      }
    }
  }

  @Test
  void what_was_not_seen_is_refused_and_told() throws InterruptedException {
    SeccompPolicy policy = learn(Program.TRUE.command()).policy();
    SandboxResult result = run(policy, Command.of("sh", "-c", "true | true"));
    assertFalse(result.denied().isEmpty());
  }

  @Test
  void only_a_program_that_starts_others_may() throws InterruptedException {
    assertTrue(learn(Program.TRUE.command()).toText().contains("execve(arg0 == THE_LAUNCH)"));
    assertEquals(
        3, learn(Command.of("sh", "-c", "/bin/true; /bin/true; exec /bin/true")).count("execve"));
  }

  /** The launch's own calls, as seccomp and the listener's sendmsg, are no part of it. */
  @Test
  void nothing_of_the_launch_is_learned() throws InterruptedException {
    Set<String> calls = learn(Program.TRUE.command()).policy().reachable(SyscallAbi.current());
    for (String call : List.of("sendmsg", "recvmsg", "dup3", "seccomp", "setsid", "prctl")) {
      assertFalse(calls.contains(call), call);
    }
  }

  @Test
  void runs_of_one_sandbox_add_up() throws InterruptedException {
    Learning learning = Seccomp.learning();
    try (Sandbox box = Sandboxes.open(b -> b.isolation(Isolation.process().with(learning)));
        Session session = box.open()) {
      session.run(Program.TRUE.command()).orThrow();
      for (int i = 0; i < 4; i++) { // later launches are made ahead
        box.run(Command.of("mkdir", "d")).orThrow();
      }
    }
    LearnedPolicy learned = learning.learned("all");
    assertAll(() -> assertEquals(5, learned.runs()), () -> assertEquals(4, learned.count("mkdir")));
  }

  @Test
  void what_is_dangerous_stays_refused_and_is_listed() throws InterruptedException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
    LearnedPolicy learned = learn(Victims.run("call", "101", "16", "1"));
    assertAll(
        () -> assertEquals(1, learned.refused().get("ptrace(arg0 == 0x10)"), learned::toText),
        () -> assertEquals(List.of(), learned.policy().rules("ptrace")));
  }

  @Test
  void calls_by_other_entries_are_refused_as_ever() throws InterruptedException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "entries of x86-64");
    Learning learning = Seccomp.learning();
    try (Sandbox box = Sandboxes.open(b -> b.isolation(Isolation.process().with(learning)))) {
      SandboxResult result = box.run(Victims.run("foreign"));
      assertEquals("x32 refused\n", result.stdout().text());
      assertEquals(new Outcome.Signalled(31, false), result.outcome());
    }
  }

  @Test
  void a_policy_beside_it_is_refused() {
    var both = Isolation.process().with(Seccomp.learning()).with(Seccomp.policy("judge"));
    assertThrows(
        IllegalArgumentException.class, () -> Sandboxes.any().isolation(both).build().close());
  }

  @Test
  void a_run_that_is_cut_short_teaches_nothing() {
    assertThrows(
        SandboxException.class,
        () ->
            Seccomp.learn(
                Sandboxes.any().limits(l -> l.wallTime(Duration.ofMillis(300))),
                Command.of("sleep", "60")));
  }
}
