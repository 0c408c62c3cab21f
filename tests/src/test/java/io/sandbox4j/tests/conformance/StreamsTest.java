/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in and what comes out. */
@SandboxSuite
class StreamsTest {
  private static final int MORE_THAN_A_PIPE = 1 << 20;
  private static final Command CAT = Command.of("cat");

  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Nested
  class Standard_input {
    @Test
    void is_at_its_end_by_default() throws InterruptedException {
      assertEquals("", box.run(CAT).orThrow().stdout().text());
    }

    @Test
    void is_bytes() throws InterruptedException {
      byte[] bytes = noise(MORE_THAN_A_PIPE);
      assertArrayEquals(bytes, box.run(CAT.stdin(Input.bytes(bytes))).orThrow().stdout().bytes());
    }

    @Test
    void is_text_in_utf_8() throws InterruptedException {
      SandboxResult result = box.run(Command.of("od", "-An", "-tx1").stdin(Input.text("ä")));
      assertEquals("c3 a4", result.orThrow().stdout().text().trim());
    }

    @Test
    void is_a_file(@TempDir Path host) throws Exception {
      Path file = Files.write(host.resolve("in"), noise(MORE_THAN_A_PIPE));
      assertArrayEquals(
          Files.readAllBytes(file),
          box.run(CAT.stdin(Input.file(file))).orThrow().stdout().bytes());
    }

    @Test
    void is_a_stream() throws InterruptedException {
      byte[] bytes = noise(MORE_THAN_A_PIPE);
      Input input = Input.stream(new ByteArrayInputStream(bytes));
      assertArrayEquals(bytes, box.run(CAT.stdin(input)).orThrow().stdout().bytes());
    }

    @Test
    void is_a_pipe_that_the_caller_writes() throws Exception {
      try (SandboxProcess process = box.start(CAT.stdin(Input.pipe()))) {
        process.stdin().write("first\n".getBytes(UTF_8));
        process.stdin().flush();
        byte[] echo = process.stdout().readNBytes(6);
        process.stdin().close();
        assertAll(
            () -> assertEquals("first\n", new String(echo, UTF_8)),
            () -> assertEquals(-1, process.stdout().read()),
            () -> assertTrue(process.waitFor().ok()));
      }
    }

    @Test
    void may_be_larger_than_the_pipe_when_the_program_never_reads() throws InterruptedException {
      Input input = Input.bytes(new byte[MORE_THAN_A_PIPE]);
      assertTrue(box.run(Command.of("true").stdin(input)).ok());
    }

    @Test
    void as_a_stream_may_be_larger_than_the_pipe_when_the_program_never_reads()
        throws InterruptedException {
      Input input = Input.stream(new ByteArrayInputStream(new byte[MORE_THAN_A_PIPE]));
      assertTrue(box.run(Command.of("true").stdin(input)).ok());
    }

    @Test
    void stays_writable_for_the_caller_after_the_program_closed_it() throws Exception {
      Command closes = Command.shell("exec <&-; sleep 0.2").stdin(Input.pipe());
      try (SandboxProcess process = box.start(closes)) {
        Thread.sleep(50);
        try {
          process.stdin().write(new byte[MORE_THAN_A_PIPE]);
          process.stdin().close();
        } catch (IOException broken) {
          throw new AssertionError("what a program does not read is dropped", broken);
        }
        assertTrue(process.waitFor().ok());
      }
    }

    @Test
    void of_one_use_is_refused_the_second_time() throws InterruptedException {
      Command once = CAT.stdin(Input.stream(new ByteArrayInputStream(new byte[] {'x'})));
      assertTrue(box.run(once).ok());
      IllegalStateException e = assertThrows(IllegalStateException.class, () -> box.run(once));
      assertTrue(String.valueOf(e.getMessage()).contains("Input.stream"), e::getMessage);
    }

    @Test
    void that_fails_to_be_read_ends_early_and_lets_the_program_end() throws InterruptedException {
      Input broken =
          Input.stream(
              new java.io.InputStream() {
                @Override
                public int read() throws IOException {
                  throw new IOException("the caller's stream broke");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                  throw new IOException("the caller's stream broke");
                }
              });
      assertEquals(new Outcome.Exited(0), box.run(CAT.stdin(broken)).outcome());
    }
  }

  @Nested
  class Captured_output {
    @Test
    void keeps_both_streams_apart() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("echo out; echo err >&2"));
      assertAll(
          () -> assertEquals("out\n", result.stdout().text()),
          () -> assertEquals("err\n", result.stderr().text()));
    }

    @Test
    void is_cut_at_its_bound_and_says_so() throws InterruptedException {
      SandboxResult result =
          box.run(Command.shell("head -c 100000 /dev/zero").stdout(Output.capture(Size.bytes(10))));
      assertAll(
          () -> assertEquals(new Outcome.Exited(0), result.outcome()),
          () -> assertEquals(10, result.stdout().bytes().length),
          () -> assertEquals(100_000, result.stdout().total()),
          () -> assertTrue(result.stdout().truncated()));
    }

    @Test
    void that_fits_exactly_is_not_truncated() throws InterruptedException {
      Command ten = Command.of("printf", "0123456789").stdout(Output.capture(Size.bytes(10)));
      assertFalse(box.run(ten).stdout().truncated());
    }

    @Test
    void is_whole_when_the_program_ends_right_after_writing() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("head -c 1000000 /dev/zero"));
      assertEquals(1_000_000, result.stdout().bytes().length);
    }

    @Test
    void ends_early_when_the_program_closes_it() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("echo a; exec >&-; sleep 0.1; exit 7"));
      assertAll(
          () -> assertEquals("a\n", result.stdout().text()),
          () -> assertEquals(new Outcome.Exited(7), result.outcome()));
    }
  }

  @Nested
  class Other_output {
    @Test
    void joins_stderr_to_stdout_in_order() throws InterruptedException {
      Command both = Command.shell("echo 1; echo 2 >&2; echo 3").stderr(Output.toStdout());
      assertEquals("1\n2\n3\n", box.run(both).stdout().text());
    }

    @Test
    void goes_to_a_file_up_to_a_bound(@TempDir Path host) throws Exception {
      Path file = host.resolve("out");
      box.run(Command.of("printf", "0123456789").stdout(Output.file(file, Size.bytes(4))))
          .orThrow();
      assertEquals("0123", Files.readString(file));
    }

    @Test
    void replaces_the_file_that_was_there(@TempDir Path host) throws Exception {
      Path file = Files.writeString(host.resolve("out"), "something longer");
      box.run(Command.of("printf", "new").stdout(Output.file(file, Size.kib(1)))).orThrow();
      assertEquals("new", Files.readString(file));
    }

    @Test
    void is_given_line_by_line() throws InterruptedException {
      List<String> lines = Collections.synchronizedList(new ArrayList<>());
      Command three = Command.of("printf", "a\nb\n\nlast").stdout(Output.lines(lines::add));
      box.run(three).orThrow();
      assertEquals(List.of("a", "b", "", "last"), lines);
    }

    @Test
    void loses_only_the_lines_after_a_consumer_that_throws() throws InterruptedException {
      List<String> lines = Collections.synchronizedList(new ArrayList<>());
      Command flood =
          Command.of("seq", "100000")
              .stdout(
                  Output.lines(line -> {
                    lines.add(line);
                    throw new IllegalStateException("the consumer's own fault");
                  }));
      assertEquals(new Outcome.Exited(0), box.run(flood).outcome());
      assertEquals(List.of("1"), lines);
    }

    @Test
    void tells_how_much_a_consumer_took_before_it_failed() throws InterruptedException {
      Command flood =
          Command.of("seq", "100000")
              .stdout(
                  Output.lines(line -> {
                    if (line.equals("3")) {
                      throw new AssertionError("as a test's own consumer may throw");
                    }
                  }));
      SandboxResult result = box.run(flood);
      assertAll(
          () -> assertEquals(new Outcome.Exited(0), result.outcome()),
          () -> assertEquals("1\n2\n".length(), result.stdout().kept()),
          () -> assertEquals(588_895, result.stdout().total()),
          () -> assertTrue(result.stdout().truncated()));
    }

    @Test
    void tells_how_much_a_file_took(@TempDir Path host) throws Exception {
      Command ten = Command.of("printf", "0123456789");
      var whole = box.run(ten.stdout(Output.file(host.resolve("a"), Size.kib(1)))).stdout();
      var part = box.run(ten.stdout(Output.file(host.resolve("b"), Size.bytes(4)))).stdout();
      assertAll(
          () -> assertFalse(whole.truncated()),
          () -> assertEquals(10, whole.kept()),
          () -> assertTrue(part.truncated()),
          () -> assertEquals(4, part.kept()));
    }

    @Test
    void reaches_consumers_on_virtual_threads() throws InterruptedException {
      List<Boolean> virtual = Collections.synchronizedList(new ArrayList<>());
      box.run(
              Command.of("echo", "x")
                  .stdout(Output.lines(_ -> virtual.add(Thread.currentThread().isVirtual()))))
          .orThrow();
      assertEquals(List.of(true), virtual);
    }

    @Test
    void is_dropped_when_discarded() throws InterruptedException {
      SandboxResult result = box.run(Command.of("echo", "x").stdout(Output.discard()));
      assertEquals(0, result.stdout().bytes().length);
    }
  }

  @Nested
  class The_event_loop {
    private static long loopNanos() {
      var threads = java.lang.management.ManagementFactory.getThreadMXBean();
      long sum = 0;
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("sandbox4j-loop")) {
          sum += threads.getThreadCpuTime(thread.threadId());
        }
      }
      return sum;
    }

    /** A pipe without its other end is ready for ever: who goes on asking never sleeps. */
    private static void assertSleeps() throws InterruptedException {
      Thread.sleep(200);
      long before = loopNanos();
      Thread.sleep(1000);
      long used = loopNanos() - before;
      assertTrue(used < 200_000_000, () -> "it used " + used + " ns of a second");
    }

    @Test
    void sleeps_while_a_program_has_closed_its_input() throws Exception {
      Command closes = Command.shell("sleep 0.3; exec <&-; sleep 20").stdin(Input.pipe());
      try (SandboxProcess process = box.start(closes)) {
        process.stdin().write(new byte[MORE_THAN_A_PIPE]); // waits until the program closes it
        assertSleeps();
      }
    }

    @Test
    void sleeps_while_a_closed_output_has_no_reader() throws Exception {
      Command closes = Command.shell("head -c 100000 /dev/zero; exec >&-; sleep 20");
      try (SandboxProcess process = box.start(closes)) {
        assertSleeps();
        assertEquals(100_000, process.stdout().readAllBytes().length);
      }
    }
  }

  @Nested
  class Piped_output {
    @Test
    void blocks_the_program_when_nobody_reads() throws Exception {
      Command endless = Command.of("yes").limits(l -> l.unlimitedOutput());
      try (Sandbox wide = Sandboxes.open(b -> b.limits(l -> l.unlimitedOutput()));
          SandboxProcess process = wide.start(endless)) {
        Thread.sleep(300);
        long before = process.usage().cpu().toNanos();
        Thread.sleep(300);
        long after = process.usage().cpu().toNanos();
        assertTrue(after - before < 50_000_000, () -> "it ran " + (after - before) + " ns");
      }
    }

    @Test
    void is_read_by_a_hundred_virtual_threads_at_once() throws Exception {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Integer>> sizes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          sizes.add(
              threads.submit(() -> {
                try (SandboxProcess p =
                    box.start(Command.of("head", "-c", "100000", "/dev/zero"))) {
                  return p.stdout().readAllBytes().length;
                }
              }));
        }
        for (Future<Integer> size : sizes) {
          assertEquals(100_000, size.get());
        }
      }
    }

    @Test
    void wakes_a_reader_that_is_interrupted() throws Exception {
      try (SandboxProcess process = box.start(Command.of("sleep", "50"))) {
        Thread reader =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    process.stdout().read();
                  } catch (IOException expected) {
                    // An interrupt ends the read.
                  }
                });
        Thread.sleep(100);
        reader.interrupt();
        assertTrue(reader.join(java.time.Duration.ofSeconds(2)));
      }
    }

    @Test
    void wakes_a_reader_when_it_is_closed() throws Exception {
      try (SandboxProcess process = box.start(Command.of("sleep", "50"))) {
        Thread reader =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    process.stdout().read();
                  } catch (IOException expected) {
                    // Closing ends the read.
                  }
                });
        Thread.sleep(100);
        process.stdout().close();
        assertTrue(reader.join(java.time.Duration.ofSeconds(2)));
      }
    }

    @Test
    void is_refused_when_the_command_captures() throws Exception {
      Command captured = Command.of("true").stdout(Output.capture(Size.kib(1)));
      try (SandboxProcess process = box.start(captured)) {
        assertThrows(IllegalStateException.class, process::stdout);
      }
    }
  }

  @Nested
  class Arguments_and_environment {
    @Test
    void are_utf_8() throws InterruptedException {
      assertEquals("grüße ☃", box.run(Command.of("printf", "%s", "grüße ☃")).stdout().text());
    }

    @Test
    void may_be_empty_strings_after_the_program() throws InterruptedException {
      assertEquals("[]", box.run(Command.of("printf", "[%s]", "")).stdout().text());
    }

    @Test
    void are_only_what_the_caller_set() throws InterruptedException {
      String environment = box.run(Command.of("env").env("MINE", "x=y")).stdout().text();
      assertEquals(
          List.of(
              "HOME=/tmp",
              "LANG=C.UTF-8",
              "MINE=x=y",
              "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "TMPDIR=/tmp"),
          environment.lines().sorted().toList());
    }

    @Test
    void of_a_run_are_not_seen_by_the_next() throws InterruptedException {
      box.run(Command.of("true").env("MINE", "x")).orThrow();
      assertFalse(box.run(Command.of("env")).stdout().text().contains("MINE"));
    }
  }
}
