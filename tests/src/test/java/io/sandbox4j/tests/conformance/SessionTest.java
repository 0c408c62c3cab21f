/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.Wall;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several commands in one private file system and namespace set. */
@SandboxSuite
class SessionTest {
  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static String print(Session session, String line) throws InterruptedException {
    return session.run(Command.shell(line)).orThrow().stdout().text().trim();
  }

  @Nested
  class Commands {
    @Test
    void share_the_file_system() throws InterruptedException {
      try (Session session = box.open()) {
        session.run(Command.shell("echo one > f; echo two > /tmp/g")).orThrow();
        assertEquals("one\ntwo", print(session, "cat /work/f /tmp/g"));
      }
    }

    @Test
    void share_the_namespaces() throws InterruptedException {
      try (Session session = box.open()) {
        String kinds = "for n in user mnt pid net ipc uts; do readlink /proc/self/ns/$n; done";
        assertEquals(print(session, kinds), print(session, kinds));
      }
    }

    @Test
    void own_what_is_copied_in_for_them_without_a_user_namespace_too() throws InterruptedException {
      assumeTrue(Sandboxes.isRoot(), "an ordinary user needs the user namespace");
      var without = Isolation.process().without(Wall.USER_NAMESPACE, Danger.WALL_IS_MISSING);
      try (Sandbox bare = Sandboxes.open(b -> b.isolation(without));
          Session session = bare.open()) {
        SandboxResult result =
            session.run(
                Command.shell("id -u; id -g; stat -c %u d/f; stat -c %g d/f")
                    .copyIn("d/f", Source.bytes(new byte[1])));
        List<String> ids = result.orThrow().stdout().text().lines().toList();
        assertEquals(ids.subList(0, 2), ids.subList(2, 4));
      }
    }

    @Test
    void have_outcomes_of_their_own() throws InterruptedException {
      try (Session session = box.open()) {
        assertAll(
            () ->
                assertEquals(new Outcome.Exited(3), session.run(Command.shell("exit 3")).outcome()),
            () ->
                assertEquals(
                    new Outcome.Signalled(9, false),
                    session.run(Command.shell("kill -9 $$")).outcome()),
            () -> assertTrue(session.run(Command.of("true")).ok()));
      }
    }

    @Test
    void run_together() throws Exception {
      try (Session session = box.open()) {
        SandboxProcess waits =
            session.start(Command.shell("while [ ! -e go ]; do sleep 0.02; done; echo went"));
        session.run(Command.of("touch", "go")).orThrow();
        assertEquals(
            "went\n",
            new String(waits.stdout().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    @Test
    void have_limits_of_their_own() throws InterruptedException {
      try (Session session = box.open()) {
        SandboxResult result =
            session.run(Command.of("sleep", "30").limits(l -> l.wallTime(Duration.ofMillis(200))));
        var exceeded = assertInstanceOf(Outcome.LimitExceeded.class, result.outcome());
        assertAll(
            () -> assertEquals(Limit.WALL_TIME, exceeded.limit()),
            () -> assertTrue(session.run(Command.of("true")).ok()));
      }
    }

    @Test
    void are_killed_alone() throws InterruptedException {
      try (Session session = box.open()) {
        SandboxProcess one = session.start(Command.of("sleep", "50"));
        SandboxProcess two = session.start(Command.of("sleep", "50"));
        one.destroy();
        assertEquals(new Outcome.Killed(Outcome.Killer.DESTROY), one.waitFor().outcome());
        assertTrue(two.isAlive());
      }
    }

    @Test
    void are_under_the_same_walls_as_a_single_run() throws InterruptedException {
      try (Session session = box.open()) {
        String line = "grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:)' /proc/self/status";
        assertEquals(
            box.run(Command.shell(line)).orThrow().stdout().text().trim(), print(session, line));
      }
    }

    @Test
    void have_no_descriptors_but_the_three() throws InterruptedException {
      try (Session session = box.open()) {
        session.copyIn("d", Source.file(Victims.path("descriptors")).executable());
        assertEquals("0 1 2", print(session, "exec ./d"));
      }
    }
  }

  @Nested
  class An_interrupt {
    private static final Command SLEEP = Command.of("sleep", "321");

    @Test
    void of_run_ends_the_command_before_it_is_told() throws InterruptedException {
      try (Session session = box.open()) {
        AtomicReference<String> left = new AtomicReference<>("not told");
        Thread runner =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    session.run(SLEEP);
                  } catch (InterruptedException interrupt) {
                    left.set(commandLines(session));
                  }
                });
        awaitCommand(session);
        runner.interrupt();
        assertTrue(runner.join(Duration.ofSeconds(10)));
        assertFalse(left.get().contains("sleep 321"), left.get());
        assertTrue(session.run(Command.of("true")).ok());
      }
    }

    @Test
    void of_start_and_copy_in_is_told_as_one() throws InterruptedException {
      try (Session session = box.open()) {
        assertAll(
            () -> assertInterrupted(() -> session.start(SLEEP)),
            () -> assertInterrupted(() -> session.copyIn("f", Source.text("x"))),
            () -> assertFalse(Thread.interrupted(), "told and set"));
      }
    }

    private static void assertInterrupted(org.junit.jupiter.api.function.Executable call) {
      Thread.currentThread().interrupt();
      try {
        assertThrows(InterruptedException.class, call);
      } finally {
        Thread.interrupted();
      }
    }

    private static void awaitCommand(Session session) throws InterruptedException {
      while (!commandLines(session).contains("sleep 321")) {
        Thread.sleep(10);
      }
    }

    private static String commandLines(Session session) {
      try {
        return print(session, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
      } catch (InterruptedException interrupt) {
        throw new AssertionError(interrupt);
      }
    }
  }

  @Nested
  class What_a_command_started {
    @Test
    void dies_with_it() throws InterruptedException {
      try (Session session = box.open()) {
        session.run(Command.shell("sleep 321 & exit 0")).orThrow();
        assertFalse(
            print(session, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '").contains("sleep 321"));
      }
    }

    @Test
    void dies_with_it_even_as_a_daemon() throws InterruptedException {
      try (Session session = box.open()) {
        session.copyIn("daemon", Source.file(Victims.path("daemon")).executable());
        session.run(Command.of("./daemon")).orThrow();
        assertFalse(print(session, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '").contains("./daemon"));
      }
    }

    @Test
    void stays_when_left_running_and_is_reached_by_the_next() throws InterruptedException {
      try (Session session = box.open()) {
        session.copyIn("server", Source.file(Victims.path("server")).executable());
        session.run(Command.of("./server", "listen").leaveRunning()).orThrow();
        assertEquals("hello", print(session, "./server ask"));
      }
    }

    @Test
    void dies_with_the_session() throws Exception {
      Session session = box.open();
      var end = session.start(Command.of("sleep", "50")).onExit();
      session.close();
      session.close();
      assertEquals(
          new Outcome.Killed(Outcome.Killer.CLOSE), end.get(5, TimeUnit.SECONDS).outcome());
    }
  }

  @Nested
  class Files_of_a_session {
    @Test
    void come_in_and_go_out(@TempDir Path host) throws Exception {
      try (Session session = box.open()) {
        session.copyIn("in", Source.text("content"));
        session.run(Command.shell("cp in a.txt; cp in b.txt; cp in c.bin")).orThrow();
        List<Path> written = session.copyOut("/work/*.txt", host.resolve("new"), Size.kib(1));
        assertAll(
            () ->
                assertEquals(
                    List.of("a.txt", "b.txt"),
                    written.stream().map(p -> p.getFileName().toString()).sorted().toList()),
            () -> assertEquals("content", Files.readString(host.resolve("new/a.txt"))));
      }
    }

    @Test
    void that_are_links_do_not_go_out(@TempDir Path host) throws Exception {
      try (Session session = box.open()) {
        session.run(Command.shell("ln -s /etc/passwd link.txt; echo x > real.txt")).orThrow();
        List<Path> written = session.copyOut("/work/*.txt", host, Size.kib(64));
        assertEquals(List.of(host.resolve("real.txt")), written);
      }
    }

    @Test
    void keep_the_mode_that_hides_them(@TempDir Path host) throws Exception {
      try (Session session = box.open()) {
        session.run(Command.shell("echo x > f; chmod 0 f")).orThrow();
        assertAll(
            () -> assertEquals(1, session.copyOut("/work/f", host, Size.kib(1)).size()),
            () -> assertEquals("0", print(session, "stat -c %a f")));
      }
    }

    @Test
    void are_gone_for_the_next_session() throws InterruptedException {
      try (Session session = box.open()) {
        session.run(Command.shell("echo x > f")).orThrow();
      }
      try (Session session = box.open()) {
        assertEquals("", print(session, "ls -A"));
      }
    }
  }

  @Nested
  class A_closed_session {
    @Test
    void refuses_commands() throws InterruptedException {
      Session session = box.open();
      session.close();
      assertThrows(IllegalStateException.class, () -> session.run(Command.of("true")));
    }

    @Test
    void closes_with_its_sandbox() throws InterruptedException {
      Session session = box.open();
      box.close();
      assertThrows(IllegalStateException.class, () -> session.run(Command.of("true")));
    }
  }
}
