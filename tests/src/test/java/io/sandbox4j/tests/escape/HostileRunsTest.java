/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.escape;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that fight the supervisor, exhaust what they share with the host, or outlive their run.
 * The census after each test counts what is left.
 */
@SandboxSuite
class HostileRunsTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static BufferedReader reader(SandboxProcess process) {
    return new BufferedReader(new InputStreamReader(process.stdout(), StandardCharsets.UTF_8));
  }

  private static Limit limit(SandboxResult result) {
    return assertInstanceOf(Outcome.LimitExceeded.class, result.outcome(), result::toString)
        .limit();
  }

  @Nested
  class Init {
    @ParameterizedTest(name = "user {0}")
    @ValueSource(ints = {1000, 0})
    void p2_survives_every_signal_of_the_program(int uid) throws InterruptedException {
      SandboxResult result = box.run(Attack.of("kill_init").command().user(uid, uid));
      assertAll(
          () -> assertEquals(new Outcome.Exited(7), result.outcome()),
          () -> assertEquals("alive\n", result.stdout().text()));
    }

    @Test
    void p2_survives_every_signal_also_in_a_session() throws InterruptedException {
      try (Session session = box.open()) {
        for (int i = 0; i < 2; i++) {
          SandboxResult result = session.run(Attack.of("kill_init").command());
          assertEquals(new Outcome.Exited(7), result.outcome());
        }
      }
    }
  }

  @Test
  void who_enters_a_session_cannot_be_looked_into() throws Exception {
    try (Session session = box.open()) {
      SandboxProcess watcher =
          session.start(Attack.of("entering_process", "true").command().stdout(Output.pipe()));
      for (int i = 0; i < 30; i++) {
        session.run(Command.of("/bin/true")).orThrow();
      }
      session.run(Command.shell("echo > /work/stop")).orThrow();
      try (BufferedReader said = reader(watcher)) {
        assertEquals("shut: looked at launchers often", said.readLine());
      }
      watcher.waitFor();
    }
  }

  @Test
  void a_fork_bomb_ends_with_its_time() throws InterruptedException {
    SandboxResult result =
        box.run(Attack.of("fork_bomb").command().limits(l -> l.wallTime(SHORT).tasks(64)));
    assertEquals(Limit.WALL_TIME, limit(result));
  }

  @Test
  void daemons_end_with_their_maker() throws InterruptedException {
    assertEquals(
        new Outcome.Exited(0),
        box.run(Attack.of("daemons").command().limits(l -> l.tasks(64))).outcome());
  }

  @Test
  void time_burnt_by_children_counts() throws InterruptedException {
    try (Sandbox counting = Sandboxes.withCgroup().build()) {
      SandboxResult result =
          counting.run(Attack.of("children_burn").command().limits(l -> l.cpuTime(SHORT)));
      assertEquals(Limit.CPU_TIME, limit(result));
    }
  }

  @Nested
  class What_the_kernel_counts_for_each_user {
    @Test
    void p12_is_not_taken_from_the_jvms(@TempDir Path directory) throws Exception {
      try (SandboxProcess process =
          box.start(Attack.of("user_quotas").command().stdin(Input.pipe()).stdout(Output.pipe()))) {
        String taken = reader(process).readLine();
        assertTrue(taken.matches("[1-9].* inotify instances, [1-9].* signals"), taken);
        assertEquals(
            "1 inotify instances, 1 signals", Attack.of("user_quotas", "look").bare(directory));
      }
    }

    @Test
    void p12_is_not_taken_from_another_sandbox() throws Exception {
      try (SandboxProcess process =
          box.start(Attack.of("user_quotas").command().stdin(Input.pipe()).stdout(Output.pipe()))) {
        reader(process).readLine();
        assertEquals("1 inotify instances, 1 signals", Attack.of("user_quotas", "look").in(box));
      }
    }
  }

  @Nested
  class Locks_on_a_file_that_all_sandboxes_see {
    private static final String FILE = "/usr/bin/env";

    private String seen(Sandbox sandbox) throws InterruptedException, IOException {
      try (SandboxProcess process =
          sandbox.start(
              Attack.of("shared_locks", "set", FILE)
                  .command()
                  .stdin(Input.pipe())
                  .stdout(Output.pipe()))) {
        assertEquals("set", reader(process).readLine());
        return Attack.of("shared_locks", "look", FILE).in(sandbox);
      }
    }

    @Test
    void tell_nothing_to_submissions_of_a_judge() throws Exception {
      try (Sandbox judge =
          Sandboxes.open(b ->
              b.isolation(
                  Isolation.process().with(new SeccompOption("judge", SeccompMode.ENFORCE))))) {
        assertEquals("shut: no lock is seen", seen(judge));
      }
    }

    @Test
    void are_the_known_channel_of_the_default_policy() throws Exception {
      // Listed in the threat model: package managers, build tools and databases need flock.
      assertTrue(seen(box).startsWith("won: "), "the threat model can be made stricter");
    }
  }

  @Test
  void output_without_end_is_a_limit() throws InterruptedException {
    SandboxResult result = box.run(Command.of("yes").limits(l -> l.output(Size.mib(1))));
    assertEquals(Limit.OUTPUT, limit(result));
  }

  @Test
  void a_flood_of_files_is_told() throws InterruptedException {
    SandboxResult result = box.run(Attack.of("inode_flood").command());
    assertAll(
        () -> assertTrue(result.ok()), () -> assertFalse(result.stdout().text().startsWith("won")));
  }
}
