/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sandbox run}, typed from some folder with a blank in its name. */
@Slow
@SandboxSuite
class RunScriptTest {
  @TempDir Path scratch;

  private Path folder = Path.of("");
  private Script sandbox = new Script(folder, folder);

  @BeforeEach
  void a_folder_with_a_blank() throws IOException {
    folder = Files.createDirectory(scratch.resolve("a folder"));
    sandbox = Script.in(folder);
  }

  @Nested
  class The_exit_status {
    static Stream<Arguments> ends() {
      return Stream.of(
          end(0, "/bin/true"),
          end(7, "sh", "-c", "exit 7"),
          end(255, "sh", "-c", "exit 255"),
          end(128 + 11, "sh", "-c", "kill -SEGV $$"),
          end(128 + 9, "sh", "-c", "kill -KILL $$"),
          end(124, "--wall-time", "100ms", "sleep", "60"),
          end(124, "--cpu-time", "0.1s", "--", "sh", "-c", "while :; do :; done"),
          end(124, "--output", "64k", "--", "sh", "-c", "while :; do echo line; done"),
          end(123, "--seccomp-mode", "kill", "unshare", "--user", "true"),
          end(127, "no-such-program"),
          end(127, "/no/such/program"),
          end(126, "/etc/passwd"),
          end(126, "/usr"),
          end(125, "--root", "empty", "--cwd", "/nowhere", "/bin/true"),
          end(125, "--memory", "much", "true"));
    }

    private static Arguments end(int status, String... command) {
      return Arguments.of(status, Arrays.asList(command));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void says_how_it_ended(int status, List<String> arguments) {
      Script.Ended ended = sandbox.run(arguments.toArray(String[]::new));
      assertEquals(status, ended.status(), ended::toString);
    }

    @Test
    void is_124_when_idle_for_long() {
      assumeTrue(Sandboxes.hasCgroup(), "without a cgroup nothing tells idle time");
      Script.Ended ended = sandbox.run("--idle-time", "200ms", "sleep", "60");
      assertEquals(124, ended.status(), ended::toString);
    }

    @Test
    void is_124_beyond_the_memory() {
      assumeTrue(Sandboxes.hasCgroup(), "without a cgroup a program is told ENOMEM");
      Script.Ended ended =
          sandbox.run("--memory", "24m", "--", "python3", "-c", "bytearray(200 << 20)");
      assertEquals(124, ended.status(), ended::toString);
    }
  }

  @Nested
  class The_streams {
    @Test
    void are_the_programs_own() {
      Script.Ended ended = sandbox.runWithInput("one\ntwo\n", "sh", "-c", "cat; echo no >&2");
      assertEquals(new Script.Ended(0, "one\ntwo\n", "no\n"), ended);
    }

    @Test
    void come_from_a_pipe() throws Exception {
      Process process = sandbox.start("sh", "-c", "read a; read b; echo $b $a");
      process.outputWriter().append("one\ntwo\n").close();
      assertEquals("two one", process.inputReader().readLine());
      assertEquals(0, process.waitFor());
    }

    @Test
    void may_be_a_terminal() throws Exception {
      Process process =
          new ProcessBuilder(
                  "script",
                  "-qec",
                  "'" + sandbox.file() + "' run -- sh -c 'read a; echo got $a'",
                  "/dev/null")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      assumeTrue(Sandboxes.hasCgroup(), "as typed, without the option for the substitute");
      process.outputWriter().append("typed\n").flush();
      try (BufferedReader said = process.inputReader()) {
        List<String> lines = said.lines().toList();
        assertTrue(lines.contains("got typed"), lines::toString);
      }
    }

    @Test
    void of_a_program_that_did_not_start_hold_one_message() {
      Script.Ended ended = sandbox.run("no-such-program");
      assertEquals("", ended.out());
      assertEquals(1, ended.err().lines().count(), ended::err);
      assertTrue(
          ended.err().startsWith("sandbox: ") && ended.err().contains("no-such-program"),
          ended::err);
    }
  }

  @Nested
  class The_options {
    @Test
    void show_files_and_set_variables() throws IOException {
      Files.writeString(folder.resolve("data"), "of the host\n");
      Script.Ended ended =
          sandbox.run(
              "--bind-ro",
              folder + ":/in",
              "--tmpfs",
              "/cache:1m",
              "--cwd",
              "/in",
              "--env",
              "A=1 2",
              "--env",
              "B=",
              "--hostname",
              "box",
              "--uid",
              "7",
              "--gid",
              "8",
              "--",
              "sh",
              "-c",
              "cat data; echo \"$A,$B,\"; hostname; id -u; id -g; touch /cache/x");
      assertEquals(
          new Script.Ended(0, "of the host\n1 2,,\nbox\n7\n8\n", ""), ended, ended::toString);
    }

    @Test
    void end_where_the_program_begins() {
      assertEquals(
          "--memory @x\n", sandbox.run("echo", "--memory", "@x").out(), "no option of ours");
    }

    @Test
    void read_a_policy_file() throws IOException {
      Files.writeString(
          folder.resolve("own.policy"),
          """
          sandbox4j-seccomp 1
          include default
          group own: No other name.
          errno 77 uname -- a test
          """);
      Script.Ended ended =
          sandbox.run("--seccomp", "own.policy", "python3", "-c", "import os; os.uname()");
      assertEquals(1, ended.status(), ended::toString);
      assertTrue(ended.err().contains("Errno 77"), ended::err);
    }

    @Test
    void tell_refused_calls_in_words_where_a_report_is_asked_for() throws IOException {
      Script.Ended ended =
          sandbox.run("--seccomp-mode", "report", "--json", "r.json", "unshare", "--user", "true");
      String told = "denied: unshare(CLONE_NEWUSER), at /";
      assertTrue(ended.err().contains("sandbox: " + told), ended::err);
      String json = Files.readString(folder.resolve("r.json"));
      assertTrue(
          json.contains(
              "{\"call\":\"unshare\",\"arguments\":[\"CLONE_NEWUSER\"],"
                  + "\"rawArguments\":[\"0x10000000\","),
          json);
    }

    @Test
    void tell_the_call_that_ended_the_run() {
      Script.Ended ended = sandbox.run("--seccomp-mode", "kill", "unshare", "--user", "true");
      assertTrue(
          ended.err().startsWith("sandbox: ended by: unshare(CLONE_NEWUSER), at /"), ended::err);
      assertEquals(1, ended.err().lines().count(), ended::err);
    }

    @Test
    void let_a_computation_run_under_the_strictest_policy() {
      Script.Ended ended = sandbox.run("--seccomp", "strict", "cat", "/etc/passwd");
      assertEquals(0, ended.status(), ended::toString);
    }

    @Test
    void explain_and_run_nothing() {
      Script.Ended ended = sandbox.run("--explain", "--", "sh", "-c", "echo ran");
      assertEquals(0, ended.status(), ended::err);
      assertTrue(ended.out().contains("execve(\"/bin/sh\", [\"sh\", \"-c\", \"echo ran\"]"));
      assertFalse(ended.out().lines().anyMatch("ran"::equals));
    }
  }

  @Nested
  class The_reports {
    private String json() throws IOException {
      return Files.readString(folder.resolve("r.json"));
    }

    @Test
    void tell_of_a_run() throws IOException {
      Script.Ended ended =
          sandbox.run("--json", "r.json", "--meta", "r.meta", "--", "sh", "-c", "exit 3");
      assertEquals(3, ended.status(), ended::err);
      String meta = Files.readString(folder.resolve("r.meta"));
      assertAll(
          () -> assertTrue(json().startsWith("{\"version\":2,\"outcome\":\"EXITED\""), json()),
          () -> assertTrue(json().contains("\"exitStatus\":3"), json()),
          () -> assertTrue(meta.matches("(?s)(.*\n)?time:\\d+\\.\\d{3}\n.*"), meta),
          () -> assertTrue(meta.contains("\nmax-rss:"), meta),
          () -> assertTrue(meta.contains("\nexitcode:3\nstatus:RE\nmessage:"), meta));
      for (String name :
          List.of(
              "signal",
              "limit",
              "violation",
              "touched",
              "walls",
              "denied",
              "usage",
              "cpuUserMicros",
              "cpuSystemMicros",
              "wallMicros",
              "setupMicros",
              "peakMemoryBytes",
              "peakTasks",
              "bytesRead",
              "bytesWritten",
              "minorFaults",
              "majorFaults",
              "voluntarySwitches",
              "involuntarySwitches")) {
        assertTrue(json().contains("\"" + name + "\":"), () -> name + " is not in the report");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--memory=much", "--bind-ro=/no/such/file:/x", "--cwd=/nowhere"})
    void p45_tell_of_a_run_that_did_not_start(String option) throws IOException {
      Files.writeString(folder.resolve("r.json"), "{\"outcome\":\"of an earlier run\"}");
      Script.Ended ended = sandbox.run(option, "--json", "r.json", "--meta", "r.meta", "true");
      assertEquals(125, ended.status(), ended::err);
      assertTrue(json().startsWith("{\"version\":2,\"outcome\":\"SETUP_FAILED\""), json());
      assertTrue(Files.readString(folder.resolve("r.meta")).startsWith("status:XX\nmessage:"));
    }
  }

  /** By the mask of ignored signals (proc_pid_status(5)). */
  private static boolean isIgnored(String signal) throws IOException {
    int bit =
        switch (signal) {
          case "HUP" -> 1;
          case "INT" -> 2;
          case "TERM" -> 1 << 14;
          default -> throw new IllegalArgumentException(signal);
        };
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & bit) != 0;
  }

  @Nested
  class A_signal_to_the_script {
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void kills_the_run_and_leaves_nothing(String signal) throws Exception {
      assumeTrue(
          !isIgnored(signal),
          "ignored from the start, as a shell does it in the background and nohup for SIGHUP");
      Process process =
          sandbox.start(
              "--json",
              "r.json",
              "--",
              "sh",
              "-c",
              "trap '' INT TERM HUP; sleep 4711 & echo started; wait");
      assertEquals("started", process.inputReader().readLine());
      List<ProcessHandle> all = process.descendants().toList();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertEquals(137, process.waitFor());
      assertTrue(
          Files.readString(folder.resolve("r.json")).contains("\"outcome\":\"KILLED\""),
          "the report is written");
      // The shim is an orphan by now, and stays a zombie until pid 1 looks after it.
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertEquals(List.of(), all.stream().filter(ProcessHandle::isAlive).toList());
    }
  }

  @Nested
  class The_script {
    @Test
    void runs_by_a_link_from_anywhere() throws IOException {
      Path link = Files.createSymbolicLink(folder.resolve("my sandbox"), sandbox.file());
      try {
        assertEquals("hello\n", sandbox.as(link).run("echo", "hello").out());
      } finally {
        Files.delete(link); // JUnit warns of links that lead out of what it removes
      }
    }

    @Test
    void runs_with_the_cache_that_the_build_made() throws Exception {
      assumeTrue(
          System.getProperty("sandbox4j.place", "").isEmpty(),
          "elsewhere it is a copy of the build, whose paths are not the cache's");
      Process process = sandbox.start("sh", "-c", "echo started; read end");
      assertEquals("started", process.inputReader().readLine());
      String maps = Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
      assertTrue(maps.contains("/sandbox.aot"), "the JVM has not mapped the cache");
      process.outputWriter().close();
      process.waitFor();
    }

    @Test
    void tells_what_the_host_allows() {
      Script.Ended text = sandbox.plain("probe");
      Script.Ended json = sandbox.plain("probe", "--json");
      assertEquals(text.status(), json.status());
      assertTrue(json.out().startsWith("{\"version\":"), json::out);
      assertTrue(text.out().contains("seccomp"), text::out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "probe --help", "bench launch --help"})
    void helps(String arguments) {
      Script.Ended ended = sandbox.plain(arguments.split(" ", -1));
      assertEquals(0, ended.status());
      assertTrue(ended.out().startsWith("Usage: sandbox"), ended::out);
    }
  }
}
