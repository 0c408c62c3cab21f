/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command that is run again and again: the next launch of it is made ahead, in a sandbox that
 * nobody has used, and goes on with the streams of whoever wants it.
 */
@SandboxSuite
class RepeatedCommandTest {
  /** As many as it takes, and one more. */
  private static final int REPEATS = 5;

  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Runs it until a launch stands by; its processes. */
  private Set<Long> standingBy(Command command) throws InterruptedException {
    assumeTrue(Sandboxes.isRoot(), "only a JVM that owns its namespaces makes launches ahead");
    for (int i = 0; i < REPEATS; i++) {
      assertTrue(box.run(command).ok());
      Thread.sleep(50);
    }
    long end = System.nanoTime() + Place.within(Duration.ofSeconds(10)).toNanos();
    while (System.nanoTime() < end) {
      Set<Long> now = descendants();
      if (now.size() == 3) { // shim, init, program
        return now;
      }
      if (now.size() < 3) {
        assertTrue(box.run(command).ok());
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no launch stands by, but these: " + descendants());
  }

  @Test
  void gets_the_input_of_its_own_run() throws InterruptedException {
    for (int i = 0; i < 2 * REPEATS; i++) {
      SandboxResult result = box.run(Command.of("cat").stdin(Input.text("input " + i)));
      assertEquals("input " + i, result.orThrow().stdout().text());
      Thread.sleep(10);
    }
  }

  @Test
  void writes_to_the_streams_of_its_own_run() throws InterruptedException {
    Command command = Command.shell("echo out; echo err >&2");
    for (int i = 0; i < REPEATS; i++) {
      SandboxResult apart = box.run(command);
      assertEquals("out\n", apart.stdout().text());
      assertEquals("err\n", apart.stderr().text());
      Thread.sleep(50);
      SandboxResult together = box.run(command.stderr(Output.toStdout()));
      assertEquals("out\nerr\n", together.stdout().text());
      Thread.sleep(50);
    }
  }

  @Test
  void finds_nothing_of_the_run_before() throws InterruptedException {
    Command command =
        Command.shell("ls -A /tmp /dev/shm; ls /work; echo x > /tmp/x; echo y > /work/y; cat in")
            .copyIn("in", Source.text("content"));
    String first = box.run(command).orThrow().stdout().text();
    for (int i = 0; i < REPEATS; i++) {
      Thread.sleep(50);
      assertEquals(first, box.run(command).orThrow().stdout().text());
    }
  }

  @Test
  void has_no_descriptors_but_the_three() throws InterruptedException {
    Command command = Command.shell("ls /proc/self/fd | head -n 3; ls /proc/self/fd | wc -l");
    String first = box.run(command).orThrow().stdout().text();
    for (int i = 0; i < REPEATS; i++) {
      Thread.sleep(50);
      assertEquals(first, box.run(command).orThrow().stdout().text());
    }
  }

  @Test
  void is_under_the_same_walls() throws InterruptedException {
    Command command =
        Command.of(
            "grep",
            "-E",
            "^(Uid|Gid|Groups|Cap...|NoNewPrivs|Seccomp|Sig(Blk|Ign)|Umask):",
            "/proc/self/status");
    String first = box.run(command).orThrow().stdout().text();
    for (int i = 0; i < REPEATS; i++) {
      Thread.sleep(50);
      assertEquals(first, box.run(command).orThrow().stdout().text());
    }
  }

  @Test
  void finds_its_large_file_whole_each_time() throws InterruptedException {
    byte[] content = new byte[3_000_000];
    new java.util.Random(1).nextBytes(content);
    Command command =
        Command.shell("wc -c < large; cksum < large; echo more >> large")
            .copyIn("large", Source.bytes(content));
    String first = box.run(command).orThrow().stdout().text();
    assertTrue(first.startsWith("3000000\n"), first);
    for (int i = 0; i < REPEATS; i++) {
      Thread.sleep(50);
      assertEquals(first, box.run(command).orThrow().stdout().text());
    }
    if (Sandboxes.isRoot()) {
      standingBy(command);
    }
  }

  @Test
  void sees_what_the_hosts_file_holds_by_then(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file");
    Command command = Command.of("cat", "file").copyIn("file", Source.file(file));
    for (int i = 0; i < REPEATS; i++) {
      Files.writeString(file, "version " + i);
      assertEquals("version " + i, box.run(command).orThrow().stdout().text());
      Thread.sleep(50);
    }
  }

  @Test
  void takes_no_file_out_of_a_result_that_is_closed() throws InterruptedException {
    Command maker = Command.shell("echo made > out").copyOut("out", Size.mib(1));
    SandboxResult made = box.run(maker).orThrow();
    Command command = Command.of("cat", "in").copyIn("in", made.file("out").source());
    for (int i = 0; i < REPEATS; i++) {
      assertEquals("made\n", box.run(command).orThrow().stdout().text());
      Thread.sleep(50);
    }
    made.close();
    assertThrows(IllegalStateException.class, () -> box.run(command));
  }

  @Test
  void that_differs_gets_a_launch_of_its_own() throws InterruptedException {
    Command one = Command.of("printenv", "NAME").env("NAME", "one");
    Command two = Command.of("printenv", "NAME").env("NAME", "two");
    for (int i = 0; i < REPEATS; i++) {
      assertEquals("one\n", box.run(one).orThrow().stdout().text());
      Thread.sleep(50);
      assertEquals("two\n", box.run(two).orThrow().stdout().text());
      Thread.sleep(50);
      assertEquals("one\n", box.run(one.limits(l -> l.tasks(7))).orThrow().stdout().text());
    }
  }

  @Test
  void is_run_by_the_process_that_stood_by() throws InterruptedException {
    Command command = Command.of("sleep", "0.1");
    Set<Long> standing = standingBy(command);
    try (SandboxProcess process = box.start(command)) {
      assertTrue(standing.contains(process.pid()), process.pid() + " is none of " + standing);
      assertTrue(process.waitFor().ok());
    }
  }

  @Test
  void starts_its_limits_with_the_run() throws InterruptedException {
    Command command =
        Command.of("sleep", "0.3").limits(l -> l.wallTime(Place.within(Duration.ofMillis(600))));
    standingBy(command);
    Thread.sleep(500); // of the time of nobody
    SandboxResult result = box.run(command);
    assertTrue(result.ok(), result.outcome().toString());
    Duration wall = result.usage().wall().get();
    assertTrue(wall.compareTo(Duration.ofMillis(290)) > 0, wall.toString());
  }

  @Test
  void that_is_not_wanted_any_more_is_removed() throws InterruptedException {
    Set<Long> standing = standingBy(Command.of("true"));
    long end = System.nanoTime() + Place.within(Duration.ofSeconds(10)).toNanos();
    while (descendants().size() > 1 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertEquals(1, descendants().size(), "of " + standing + " only the shim stays");
    assertTrue(box.run(Command.of("true")).ok());
  }

  @Test
  void that_stands_by_while_others_run_disturbs_none() throws InterruptedException {
    Command command = Command.of("cat");
    try (SandboxProcess other = box.start(Command.of("cat").stdin(Input.pipe()))) {
      for (int i = 0; i < REPEATS; i++) {
        assertEquals("" + i, box.run(command.stdin(Input.text("" + i))).orThrow().stdout().text());
        Thread.sleep(20);
      }
      assertTrue(other.isAlive());
    }
  }
}
