/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.HostReport;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.OutFile;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.SessionOptions;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.SandboxSpec;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers and programs do wrong: a clear error, or a defined behaviour. */
@SandboxSuite
class BadInputTest {

  private static void refused(Executable call, String... words) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    for (String word : words) {
      assertTrue(
          String.valueOf(e.getMessage()).contains(word),
          () -> word + " is not in: " + e.getMessage());
    }
  }

  @Nested
  class A_command {
    @Test
    void without_a_program_is_refused() {
      assertAll(
          () -> refused(() -> Command.of(List.of()), "program"),
          () -> refused(() -> Command.of(""), "program"));
    }

    @Test
    void with_a_nul_in_an_argument_is_refused_naming_it() {
      refused(() -> Command.of("echo", "a", "b\0c"), "argument 2", "NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0B"})
    void with_a_bad_variable_name_is_refused(String name) {
      refused(() -> Command.of("true").env(name, "x"));
    }

    @Test
    void with_a_nul_in_a_value_is_refused() {
      refused(() -> Command.of("true").env("A", "x\0y"), "NUL");
    }

    @Test
    void with_two_files_in_one_place_is_refused() {
      Command one = Command.of("true").copyIn("a", Source.text("1"));
      refused(() -> one.copyIn("/work/a", Source.text("2")), "/work/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "/work/../../etc/passwd", "a\0b"})
    void with_a_path_that_leads_out_is_refused(String path) {
      assertAll(
          () -> refused(() -> Command.of("true").copyIn(path, Source.text(""))),
          () -> refused(() -> Command.of("true").copyOut(path, Size.kib(1))),
          () -> refused(() -> Command.of("true").cwd(path)));
    }

    @Test
    void with_a_limit_above_the_ceiling_is_refused_with_both_values() {
      try (Sandbox box = Sandboxes.open(b -> b.limits(l -> l.memory(Size.mib(64))))) {
        refused(
            () -> box.run(Command.of("true").limits(l -> l.memory(Size.mib(65)))),
            "memory",
            Size.mib(65).toString(),
            Size.mib(64).toString());
      }
    }
  }

  @Nested
  class A_mount {
    @Test
    void with_a_relative_target_is_refused() {
      refused(() -> Sandbox.builder().tmpfs("scratch", Size.mib(1)), "scratch");
    }

    @Test
    void with_a_target_outside_the_root_is_refused() {
      refused(() -> Sandbox.builder().tmpfs("/../scratch", Size.mib(1)));
    }

    @Test
    void on_the_target_of_another_is_refused_naming_it(@TempDir Path host) {
      refused(
          () ->
              Sandboxes.any()
                  .bindReadOnly(host, "/data")
                  .tmpfs("/data", Size.mib(1))
                  .build()
                  .close(),
          "/data");
    }

    @Test
    void from_a_missing_source_is_refused_naming_it() {
      RuntimeException e =
          assertThrows(
              RuntimeException.class,
              () -> {
                try (Sandbox box =
                    Sandboxes.open(b -> b.bindReadOnly(Path.of("/no/such/source"), "/data"))) {
                  box.run(Command.of("true"));
                }
              });
      assertTrue(String.valueOf(e.getMessage()).contains("/no/such/source"), e::getMessage);
    }
  }

  @Nested
  class A_limit {
    @Test
    void that_is_negative_or_overflows_is_refused() {
      assertAll(
          () -> refused(() -> Size.bytes(-1), "-1"),
          () -> refused(() -> Size.gib(1L << 60)),
          () ->
              refused(
                  () -> Limits.DEFAULT.with(l -> l.wallTime(Duration.ofSeconds(-1))), "wallTime"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.cpuTime(Duration.ZERO)), "cpuTime"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.tasks(0)), "tasks"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.tasks(1L << 40)), "tasks"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.memory(Size.bytes(1))), "memory"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.openFiles(-5)), "openFiles"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.cpus(Double.NaN)), "cpus"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.cpus(-1)), "cpus"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.cpuWeight(0)), "cpuWeight"),
          () -> refused(() -> Limits.DEFAULT.with(l -> l.pinnedCores(-1))));
    }

    @Test
    void above_the_hosts_is_refused_by_build_with_both_values() {
      int cpus = Runtime.getRuntime().availableProcessors();
      assertAll(
          () -> refusedByBuild(l -> l.pinnedCores(8000), "8000", "CPUs of this host"),
          () -> refusedByBuild(l -> l.cpus(4096), "4096", String.valueOf(cpus)),
          () -> refusedByBuild(l -> l.memory(Size.gib(1 << 20)), "1024 TiB", "MemTotal"),
          () -> refusedByBuild(l -> l.tasks(4_194_304), "4194304", "pid_max"));
    }

    private static void refusedByBuild(UnaryOperator<Limits.Builder> change, String... words) {
      assumeTrue(
          !words[0].equals("4194304") || pidMax() < 4_194_304,
          "this host has as many tasks as the kernel can have");
      refused(() -> Sandboxes.any().limits(change).build().close(), words);
    }

    private static long pidMax() {
      try {
        return Long.parseLong(
            Files.readAllLines(Path.of("/proc/sys/kernel/pid_max")).getFirst().strip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void of_a_command_above_the_hosts_is_refused_by_run() {
      try (Sandbox box = Sandboxes.open()) {
        Command command = Command.of("true").limits(l -> l.pinnedCores(8000));
        refused(() -> box.run(command), "8000", "CPUs of this host");
      }
    }
  }

  @Nested
  class A_closed_sandbox {
    @Test
    void refuses_everything_but_closing() {
      Sandbox box = Sandboxes.open();
      box.close();
      box.close();
      assertAll(
          () -> assertThrows(IllegalStateException.class, () -> box.run(Command.of("true"))),
          () -> assertThrows(IllegalStateException.class, () -> box.start(Command.of("true"))),
          () -> assertThrows(IllegalStateException.class, box::open),
          () -> assertThrows(IllegalStateException.class, () -> box.explain(Command.of("true"))));
    }

    @Test
    void started_during_its_close_is_refused_or_killed() throws Exception {
      for (int round = 0; round < 10; round++) {
        Sandbox box = Sandboxes.open();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          Future<Outcome> run =
              threads.submit(() -> {
                try {
                  return box.run(Command.of("sleep", "30")).outcome();
                } catch (IllegalStateException refused) {
                  return new Outcome.Killed(Outcome.Killer.CLOSE);
                }
              });
          Thread.sleep(round * 3L);
          box.close();
          assertEquals(new Outcome.Killed(Outcome.Killer.CLOSE), run.get());
        }
      }
    }
  }

  /** The process engine, with a hand on what it prepared: past the checks that a sandbox makes. */
  private static final class Held implements Isolation, Engine {
    private final Engine engine = Isolation.process().engine();
    private @Nullable PreparedSandbox prepared;

    @Override
    public Engine engine() {
      return this;
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public HostReport probe() {
      return engine.probe();
    }

    @Override
    public PreparedSandbox prepare(SandboxSpec spec) {
      prepared = engine.prepare(spec);
      return prepared;
    }

    PreparedSandbox prepared() {
      return Objects.requireNonNull(prepared);
    }
  }

  @Nested
  class A_sandbox_closed_in_the_middle_of_a_launch {
    private final Held held = new Held();

    @Test
    void refuses_the_command_and_keeps_nothing_of_it() { // the census counts what it kept
      Sandboxes.open(b -> b.isolation(held)).close();
      Command piped = Command.of("true").stdin(Input.pipe()).stderr(Output.pipe());
      assertThrows(
          IllegalStateException.class, () -> held.prepared().start(piped, Duration.ZERO, () -> {}));
    }

    @Test
    void refuses_the_session_and_keeps_nothing_of_it() throws InterruptedException {
      List<SessionOptions> options = new ArrayList<>();
      try (Sandbox box = Sandboxes.open(b -> b.isolation(held))) {
        box.open(options::add).close();
      }
      assertThrows(IllegalStateException.class, () -> held.prepared().open(options.getFirst()));
    }
  }

  @Nested
  class A_file_to_put_in {
    @Test
    void that_is_not_there_is_an_error_naming_it(@TempDir Path host) {
      Path gone = host.resolve("gone");
      try (Sandbox box = Sandboxes.open()) {
        Command command = Command.of("true").copyIn("f", Source.file(gone));
        RuntimeException e = assertThrows(RuntimeException.class, () -> box.run(command));
        assertTrue(String.valueOf(e.getMessage()).contains(gone.toString()), e::getMessage);
      }
    }

    @Test
    void that_vanishes_between_two_runs_fails_only_the_second(@TempDir Path host) throws Exception {
      Path file = Files.writeString(host.resolve("f"), "x");
      try (Sandbox box = Sandboxes.open()) {
        Command command = Command.of("cat", "f").copyIn("f", Source.file(file));
        assertEquals("x", box.run(command).orThrow().stdout().text());
        Files.delete(file);
        assertThrows(RuntimeException.class, () -> box.run(command));
        assertTrue(box.run(Command.of("true")).ok());
      }
    }

    @Test
    void that_is_a_directory_is_an_error(@TempDir Path host) {
      try (Sandbox box = Sandboxes.open()) {
        Command command = Command.of("true").copyIn("f", Source.file(host));
        assertThrows(RuntimeException.class, () -> box.run(command));
      }
    }

    @Test
    void that_is_a_fifo_is_an_error_and_nobody_waits_for_its_writer(@TempDir Path host)
        throws Exception {
      Path fifo = fifo(host);
      try (Sandbox box = Sandboxes.open();
          Session session = box.open()) {
        assertAll(
            () ->
                refused(
                    () -> box.run(Command.of("true").copyIn("f", Source.file(fifo))),
                    fifo.toString()),
            () -> refused(() -> session.copyIn("f", Source.file(fifo)), fifo.toString()),
            () ->
                refused(() -> box.run(Command.of("true").stdin(Input.file(fifo))), fifo.toString()),
            () ->
                refused(
                    () -> box.run(Command.of("true").stdout(Output.file(fifo, Size.kib(1)))),
                    fifo.toString()));
      }
    }

    private static Path fifo(Path directory) throws Exception {
      Path fifo = directory.resolve("fifo");
      assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
      return fifo;
    }

    @Test
    void that_was_taken_out_is_refused_once_its_result_is_closed() throws InterruptedException {
      try (Sandbox box = Sandboxes.open()) {
        SandboxResult made = box.run(Command.shell("echo x > f").copyOut("f", Size.kib(1)));
        Source source = made.file("f").source();
        made.close();
        Command uses = Command.of("cat", "g").copyIn("g", source);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> box.run(uses));
        assertTrue(String.valueOf(e.getMessage()).contains("closed"), e::getMessage);
      }
    }

    @Test
    void that_was_taken_out_goes_into_runs_and_sessions() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          Session session = box.open();
          SandboxResult made =
              box.run(
                  Command.shell("echo '#!/bin/sh\necho from f' > f; chmod +x f")
                      .copyOut("f", Size.kib(1)))) {
        Source source = made.file("f").executable();
        session.copyIn("g", source);
        assertAll(
            () ->
                assertEquals(
                    "from f\n",
                    box.run(Command.of("./g").copyIn("g", source)).orThrow().stdout().text()),
            () ->
                assertEquals("from f\n", session.run(Command.of("./g")).orThrow().stdout().text()));
      }
    }

    @Test
    void that_exceeds_the_disk_is_an_error() throws InterruptedException {
      try (Sandbox box = Sandboxes.open(b -> b.limits(l -> l.disk(Size.mib(1))))) {
        Command command = Command.of("true").copyIn("f", Source.bytes(new byte[2 << 20]));
        assertThrows(SandboxException.class, () -> box.run(command));
        assertTrue(box.run(Command.of("true")).ok());
      }
    }
  }

  @Nested
  class A_file_to_take_out {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "missing, true, MISSING",
      "a FIFO, mkfifo f, IRREGULAR",
      "a directory, mkdir f, IRREGULAR",
      "a link, ln -s /etc/passwd f, IRREGULAR",
      "a link to itself, ln -s f f, IRREGULAR",
      "a socket, 'python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind(chr(102))\"', IRREGULAR",
      "too large, head -c 2000 /dev/zero > f, TOO_LARGE",
      "exactly as large as allowed, head -c 1024 /dev/zero > f, PRESENT",
      "unreadable, echo x > f; chmod 000 f, PRESENT",
      "empty, : > f, PRESENT"
    })
    void has_its_own_status(String what, String line, OutFile.Status status)
        throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxResult result = box.run(Command.shell(line).copyOut("f", Size.kib(1)))) {
        assertAll(
            what,
            () -> assertEquals(new Outcome.Exited(0), result.outcome()),
            () -> assertEquals(status, result.file("f").status()));
      }
    }

    @Test
    void that_its_directories_hide_is_taken_all_the_same() throws InterruptedException {
      Command hides =
          Command.shell("mkdir -p a/b; echo x > a/b/f; chmod 0 a/b/f a/b a")
              .copyOut("a/b/f", Size.kib(1));
      try (Sandbox box = Sandboxes.open();
          SandboxResult result = box.run(hides)) {
        assertEquals(OutFile.Status.PRESENT, result.file("a/b/f").status());
      }
    }

    @Test
    void that_is_a_device_is_irregular() throws InterruptedException {
      try (Sandbox box = Sandboxes.open();
          SandboxResult result = box.run(Command.of("true").copyOut("/dev/zero", Size.kib(1)))) {
        assertEquals(OutFile.Status.IRREGULAR, result.file("/dev/zero").status());
      }
    }

    @Test
    void behind_a_linked_directory_is_not_followed() throws InterruptedException {
      Command links = Command.shell("ln -s /etc d").copyOut("d/passwd", Size.kib(64));
      try (Sandbox box = Sandboxes.open();
          SandboxResult result = box.run(links)) {
        assertEquals(OutFile.Status.IRREGULAR, result.file("d/passwd").status());
      }
    }

    @Test
    void that_grows_while_a_session_takes_it_is_cut_at_the_size_it_had(@TempDir Path host)
        throws Exception {
      try (Sandbox box = Sandboxes.open(b -> b.limits(l -> l.disk(Size.mib(64))));
          Session session = box.open()) {
        session.start(Command.shell("while :; do echo growing >> f; done"));
        Thread.sleep(200);
        List<Path> taken = session.copyOut("/work/f", host, Size.mib(64));
        long size = Files.size(taken.getFirst());
        Thread.sleep(200);
        assertAll(
            () -> assertTrue(size > 0), () -> assertEquals(size, Files.size(taken.getFirst())));
      }
    }

    @Test
    void keeps_the_order_in_which_it_was_asked_for() throws InterruptedException {
      Command many = Command.of("true");
      for (String name : List.of("z", "b", "y", "a", "x")) {
        many = many.copyOut(name, Size.kib(1));
      }
      try (Sandbox box = Sandboxes.open();
          SandboxResult result = box.run(many)) {
        assertEquals(
            "[/work/z, /work/b, /work/y, /work/a, /work/x]", result.files().keySet().toString());
      }
    }

    @Test
    void is_freed_when_its_result_is_forgotten() throws InterruptedException {
      try (Sandbox box = Sandboxes.open()) {
        for (int i = 0; i < 3; i++) {
          var _ = box.run(Command.shell("echo x > f").copyOut("f", Size.kib(1)));
        }
      }
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (memfds() > 0 && System.nanoTime() < end) {
        System.gc();
        Thread.sleep(50);
      }
      assertEquals(0, memfds());
    }

    private static long memfds() {
      try (var open = Files.list(Path.of("/proc/self/fd"))) {
        return open.filter(BadInputTest::isTakenOut).count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void that_still_grows_is_taken_after_its_writer_is_dead() throws InterruptedException {
      Command grows = Command.shell("yes > f & sleep 0.2; exit 0").copyOut("f", Size.mib(512));
      try (Sandbox box = Sandboxes.open(b -> b.limits(l -> l.disk(Size.mib(64))));
          SandboxResult result = box.run(grows)) {
        OutFile file = result.file("f");
        assertAll(
            () -> assertEquals(OutFile.Status.PRESENT, file.status()),
            () -> {
              try (var in = file.openStream()) {
                assertEquals(file.size(), in.transferTo(java.io.OutputStream.nullOutputStream()));
              }
            });
      }
    }
  }

  private static boolean isTakenOut(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:copyOut");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
