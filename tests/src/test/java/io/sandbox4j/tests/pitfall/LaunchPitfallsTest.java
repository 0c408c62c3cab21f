/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.pitfall;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Explanation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does what with which rights on the way to the program. */
@SandboxSuite
class LaunchPitfallsTest {
  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static List<Explanation.Entry> steps(Sandbox sandbox, Command command, String role) {
    return sandbox.explain(command).steps().stream()
        .filter(step -> step.process().equals(role))
        .toList();
  }

  private static int last(List<Explanation.Entry> steps, Predicate<String> call) {
    int last = -1;
    for (int i = 0; i < steps.size(); i++) {
      if (call.test(steps.get(i).systemCall())) {
        last = i;
      }
    }
    return last;
  }

  @Nested
  class P1_no_task_of_a_sandbox_is_root_of_the_host {
    /** What makes or opens something by a path, or mounts. */
    private static final Set<String> TOUCHES =
        Set.of(
            "mount",
            "mkdirat",
            "mknodat",
            "symlinkat",
            "move_mount",
            "pivot_root",
            "chroot",
            "openat2",
            "fchownat",
            "umount2",
            "execve",
            "sendfile",
            "chdir");

    private static String name(String call) {
      String right = call.contains(" = ") ? call.substring(call.indexOf(" = ") + 3) : call;
      return right.contains("(") ? right.substring(0, right.indexOf('(')) : right;
    }

    @Test
    void p1_when_it_first_makes_or_mounts_anything() {
      assumeTrue(Sandboxes.isRoot(), "the launcher of an ordinary user is not root");
      int seen = 0;
      for (String role : List.of("INIT", "PROGRAM")) {
        List<Explanation.Entry> steps =
            steps(box, Command.of("true").copyIn("f", Source.text("x")), role);
        int left = last(steps, call -> call.startsWith("setresuid(0, 0, 0)"));
        for (int i = 0; i < left; i++) {
          assertFalse(TOUCHES.contains(name(steps.get(i).systemCall())), steps.get(i)::systemCall);
        }
        assertTrue(left >= 0, () -> role + " never leaves the host's root");
        seen += left;
      }
      assertTrue(seen > 5, "it looked at " + seen + " steps");
    }

    /** Looks at /proc as fast as it can while sandboxes come and go. */
    private static final class Watcher implements Runnable {
      private final AtomicBoolean stop = new AtomicBoolean();
      private final Set<String> roots = new TreeSet<>();
      private final String ownPids = link(Path.of("/proc/self/ns/pid"));
      private int looked;

      @Override
      public void run() {
        while (!stop.get()) {
          try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path task : all) {
              look(task);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }

      private static String link(Path path) {
        try {
          return Files.readSymbolicLink(path).toString();
        } catch (IOException gone) {
          return "";
        }
      }

      private void look(Path task) {
        String pids = link(task.resolve("ns/pid"));
        if (pids.isEmpty() || pids.equals(ownPids)) {
          return;
        }
        try {
          String status = Files.readString(task.resolve("status"));
          String exe = link(task.resolve("exe")); // empty for one that is ending
          boolean executed = !exe.isEmpty() && !exe.contains("sandbox4j-shim");
          boolean locked = status.contains("CapPrm:\t0000000000000000");
          if (!executed && !locked) {
            return; // the launcher's process in its first steps, before it touches anything
          }
          looked++;
          for (String line : status.split("\n", -1)) {
            boolean ids = line.startsWith("Uid:") || line.startsWith("Gid:");
            if (ids && List.of(line.split("\\s+", -1)).contains("0")) {
              roots.add(line);
            }
          }
        } catch (IOException gone) {
          // It ended while it was looked at.
        }
      }
    }

    @Test
    void p1_at_any_moment_from_its_locking_on() throws InterruptedException {
      assumeTrue(Sandboxes.isRoot(), "the launcher of an ordinary user is not root");
      Watcher watcher = new Watcher();
      Thread thread = Thread.ofPlatform().start(watcher);
      for (int i = 0; i < 60; i++) {
        box.run(Command.of("true")).orThrow();
      }
      watcher.stop.set(true);
      thread.join();
      assertAll(
          () -> assertEquals(Set.of(), watcher.roots),
          () -> assertTrue(watcher.looked > 20, "it looked " + watcher.looked + " times"));
    }
  }

  @Test
  void p2_the_program_stays_undumpable_after_its_change_of_ids() {
    assumeTrue(Sandboxes.isRoot(), "an ordinary user's program does not change its ids");
    List<Explanation.Entry> steps = steps(box, Command.of("true"), "PROGRAM");
    int ids = last(steps, call -> call.startsWith("setresuid("));
    int dumpable = last(steps, call -> call.startsWith("prctl(PR_SET_DUMPABLE, 0"));
    int execute = last(steps, call -> call.startsWith("execve("));
    assertTrue(ids < dumpable && dumpable < execute, ids + " " + dumpable + " " + execute);
  }

  @Test
  void p3_the_launchers_file_cannot_be_made_unusable() throws InterruptedException {
    assertAll(
        () -> assertFalse(box.run(Command.of("chmod", "0", "/proc/1/exe")).ok()),
        () -> assertFalse(box.run(Command.of("flock", "-n", "/proc/1/exe", "true")).ok()),
        () -> assertTrue(box.run(Command.of("true")).ok()));
  }

  @Nested
  class P4_the_shim_is_never_held_up {
    @Test
    void p4_by_a_path_of_the_callers(@TempDir Path directory) throws IOException {
      Path bind = Files.createDirectory(directory.resolve("callers-directory"));
      Path file = Files.writeString(directory.resolve("callers-file"), "x");
      try (Sandbox with = Sandboxes.open(b -> b.bindReadOnly(bind, "/data"))) {
        Command command =
            Command.of("callers-program")
                .cwd("/callers-cwd")
                .copyIn("callers-copy", Source.file(file));
        List<Explanation.Entry> all = with.explain(command).steps();
        assertTrue(all.stream().anyMatch(step -> step.systemCall().contains("callers-")));
        for (Explanation.Entry step : all) {
          boolean shims = !List.of("INIT", "ENTRY", "PROGRAM").contains(step.process());
          assertFalse(shims && step.systemCall().contains("callers-"), step::systemCall);
        }
      }
    }

    @Test
    void p4_by_a_flood_of_forbidden_calls() throws InterruptedException {
      Command flood =
          Command.shell("while true; do /work/call 101 16 1; done > /dev/null")
              .copyIn("call", Source.file(Victims.path("call")).executable());
      try (SandboxProcess _ = box.start(flood);
          SandboxProcess _ = box.start(flood)) {
        for (int i = 0; i < 5; i++) {
          assertEquals(new Outcome.Exited(0), box.run(Command.of("true")).outcome());
        }
      }
    }
  }

  @Test
  void p5_a_new_shim_has_nothing_that_the_jvm_had_open(@TempDir Path directory) throws Exception {
    box.close();
    Path file = Files.writeString(directory.resolve("open-in-the-jvm"), "x");
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        open.add(new ServerSocket(0));
      }
      open.add(new RandomAccessFile(file.toFile(), "rw"));
      // The last one's idle time is short in tests: a sandbox opened after it gets a new shim.
      Thread.sleep(200);
      try (Sandbox fresh = Sandboxes.open()) {
        fresh.run(Command.of("true")).orThrow();
        List<String> descriptors = Shim.find().descriptors();
        assertTrue(
            descriptors.stream()
                .noneMatch(d -> d.contains("open-in-the-jvm") || d.startsWith("pipe:")),
            descriptors::toString);
        assertTrue(
            descriptors.stream().filter(d -> d.startsWith("socket:")).count() < 50,
            descriptors::toString);
      }
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  @Nested
  class P6_a_jvm_that_cannot_wait_for_children {
    private String outcome(String shell) throws IOException, InterruptedException {
      Process jvm =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  shell + " \"$@\"",
                  "sh",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  OneRun.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said =
          new String(jvm.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      jvm.waitFor();
      return said.trim();
    }

    @Test
    void p6_for_it_ignores_sigchld_gets_every_status() throws Exception {
      assertEquals(new Outcome.Exited(3).toString(), outcome("trap '' CHLD; exec"));
    }

    @Test
    void p6_for_it_is_pid_1_gets_every_status() throws Exception {
      assumeTrue(Sandboxes.isRoot(), "a pid namespace of one's own takes root");
      assertEquals(
          new Outcome.Exited(3).toString(), outcome("exec unshare --pid --fork --mount-proc"));
    }
  }

  @Nested
  class The_shim {
    @Test
    void is_under_a_filter_of_its_own_and_gains_nothing() throws Exception {
      box.run(Command.of("true")).orThrow();
      Shim shim = Shim.find();
      assertAll(
          () -> assertEquals("2", shim.status("Seccomp")),
          () -> assertEquals("1", shim.status("NoNewPrivs")),
          () -> assertEquals(shim.pid(), shim.session()));
    }

    @Test
    void p53_hears_nobody_but_the_jvm() throws Exception {
      box.run(Command.of("true")).orThrow();
      Thread.sleep(100); // what a launch left is gone
      List<String> descriptors = Shim.find().descriptors();
      assertEquals(
          1,
          descriptors.stream().filter(d -> d.startsWith("socket:")).count(),
          descriptors::toString);
    }
  }

  @Test
  void p49_many_and_large_files_are_copied_in() throws InterruptedException {
    Command command = Command.shell("cat * | wc -c");
    byte[] large = new byte[1 << 20];
    for (int i = 0; i < 20; i++) {
      command = command.copyIn("f" + i, Source.bytes(large));
    }
    assertEquals(20 << 20, Integer.parseInt(box.run(command).orThrow().stdout().text().trim()));
  }

  @Test
  void p49_more_files_than_a_message_has_descriptors_are_copied_in() throws InterruptedException {
    Command command = Command.shell("ls | wc -l");
    byte[] content = new byte[20_000];
    for (int i = 0; i < 300; i++) {
      command = command.copyIn("f" + i, Source.bytes(content));
    }
    Command all = command;
    assertEquals("300", box.run(all).orThrow().stdout().text().trim());
  }
}
