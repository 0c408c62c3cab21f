/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.lifeline;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing outlives its JVM by more than a second. */
@SandboxSuite
class LifelineTest {
  private static final Duration A_SECOND = Place.within(Duration.ofSeconds(1));

  /** A doomed JVM that is ready, with the processes that must die with it. */
  private record Doomed(Process jvm, long shim, List<ProcessHandle> descendants) {
    static Doomed start(String how) throws IOException {
      Process jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx64m",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DoomedJvm.class.getName(),
                  how)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var reader =
          new BufferedReader(
              new InputStreamReader(jvm.getInputStream(), java.nio.charset.StandardCharsets.UTF_8));
      String line = reader.readLine();
      assertTrue(line != null && line.startsWith("ready "), "the JVM said " + line);
      long shim = Long.parseLong(line.substring(6));
      List<ProcessHandle> descendants = jvm.descendants().toList();
      assertTrue(descendants.size() >= 4, "shim and three programs are " + descendants);
      return new Doomed(jvm, shim, descendants);
    }

    /** SIGKILL, by pid. */
    void kill() {
      jvm.destroyForcibly();
    }

    List<ProcessHandle> alive() {
      return descendants.stream().filter(LifelineTest::runs).toList();
    }

    List<Path> cgroups() {
      String mark = "-" + shim + "-";
      return cgroupsNamed(mark);
    }
  }

  /**
   * Whether a process has memory. A zombie has none, nor has a dying init that waits for zombies
   * which a container's pid 1 reaps late; ProcessHandle calls both alive.
   */
  private static boolean runs(ProcessHandle process) {
    try {
      String statm = Files.readString(Path.of("/proc/" + process.pid() + "/statm"));
      return process.isAlive() && !statm.startsWith("0 ");
    } catch (IOException gone) {
      return false;
    }
  }

  /** A cgroup cannot be removed before its last zombie is reaped, which is pid 1's business. */
  private static void awaitReaped(List<ProcessHandle> dead) throws InterruptedException {
    assertNoneWithin(
        Place.within(Duration.ofSeconds(15)),
        () -> dead.stream().filter(ProcessHandle::isAlive).toList());
  }

  private static List<Path> cgroupsNamed(String mark) {
    try (Stream<Path> all =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            16,
            (at, attributes) ->
                attributes.isDirectory()
                    && at.getFileName().toString().startsWith("sandbox4j-")
                    && at.getFileName().toString().contains(mark))) {
      return all.collect(Collectors.toList());
    } catch (UncheckedIOException vanished) {
      return cgroupsNamed(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Left {
    List<?> now();
  }

  private static void assertNoneWithin(Duration most, Left left) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    List<?> now = left.now();
    while (!now.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      now = left.now();
    }
    assertEquals(List.of(), now, "left after " + most);
  }

  @Nested
  class A_jvm_killed {
    @ParameterizedTest
    @ValueSource(strings = {"sleeping", "paused", "full", "ahead"})
    void leaves_no_process_and_no_cgroup(String how) throws Exception {
      Sandboxes.open().close();
      assumeTrue(!how.equals("paused") || Sandboxes.hasCgroup(), "no freezer without a cgroup");
      Doomed doomed = Doomed.start(how);
      doomed.kill();
      doomed.jvm().waitFor();
      assertNoneWithin(A_SECOND, doomed::alive);
      assertNoneWithin(A_SECOND, doomed::cgroups);
    }

    @Test
    void p46_together_with_its_shim_leaves_no_process() throws Exception {
      Sandboxes.open().close();
      Doomed doomed = Doomed.start("sleeping");
      ProcessHandle.of(doomed.shim()).orElseThrow().destroyForcibly();
      doomed.kill();
      doomed.jvm().waitFor();
      assertNoneWithin(A_SECOND, doomed::alive);
    }

    @Test
    void p9_together_with_its_shim_has_its_cgroups_removed_by_the_next_start() throws Exception {
      Sandboxes.open().close();
      Doomed doomed = Doomed.start("sleeping");
      ProcessHandle.of(doomed.shim()).orElseThrow().destroyForcibly();
      doomed.kill();
      doomed.jvm().waitFor();
      assertNoneWithin(A_SECOND, doomed::alive);
      awaitReaped(doomed.descendants());
      try (Sandbox box = Sandboxes.open()) {
        assertTrue(box.run(Command.of("true")).ok());
        assertNoneWithin(A_SECOND, doomed::cgroups);
      }
    }
  }

  @Nested
  class A_shim_killed_alone {
    private static void killShim() {
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void ends_every_handle_as_engine_failed() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxProcess one = box.start(Command.of("sleep", "50"));
          SandboxProcess two = box.start(Command.of("sleep", "50"))) {
        List<ProcessHandle> descendants = ProcessHandle.current().descendants().toList();
        killShim();
        assertAll(
            () -> assertInstanceOf(Outcome.EngineFailed.class, one.waitFor().outcome()),
            () -> assertInstanceOf(Outcome.EngineFailed.class, two.waitFor().outcome()));
        awaitReaped(descendants);
        assertTrue(box.run(Command.of("true")).ok()); // the next start removes their cgroups
      }
    }

    @Test
    void leaves_no_program_running() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxProcess process = box.start(Command.of("sleep", "50"))) {
        ProcessHandle program = ProcessHandle.of(process.pid()).orElseThrow();
        killShim();
        assertNoneWithin(A_SECOND, () -> runs(program) ? List.of(program) : List.of());
      }
    }

    @Test
    void is_replaced_by_the_next_start() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxProcess process = box.start(Command.of("sleep", "50"))) {
        killShim();
        process.waitFor();
        assertTrue(box.run(Command.of("true")).ok());
      }
    }

    @Test
    void has_its_cgroups_removed_by_the_next_start() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxProcess process = box.start(Command.of("sleep", "50"))) {
        long shim = ProcessHandle.current().children().findFirst().orElseThrow().pid();
        List<ProcessHandle> descendants = ProcessHandle.current().descendants().toList();
        killShim();
        process.waitFor();
        awaitReaped(descendants);
        assertTrue(box.run(Command.of("true")).ok());
        assertNoneWithin(A_SECOND, () -> cgroupsNamed("-" + shim + "-"));
      }
    }
  }
}
