/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is told about options, before any sandbox is built. */
class OptionsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = SandboxCommand.commandLine(RawArguments.unknown());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Nested
  class Help {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--isolation",
          "--limits",
          "--require",
          "--root",
          "--chroot",
          "--bind-ro",
          "--bind",
          "--tmpfs",
          "--cwd",
          "--env",
          "--network",
          "--memory",
          "--cpu-time",
          "--wall-time",
          "--tasks",
          "--output",
          "--disk",
          "--stack",
          "--open-files",
          "--idle-time",
          "--cpus",
          "--seccomp",
          "--seccomp-mode",
          "--uid",
          "--gid",
          "--hostname",
          "--json",
          "--meta",
          "--explain"
        })
    void names_every_option(String option) {
      assertEquals(0, execute("run", "--help"));
      assertTrue(
          out.toString().lines().anyMatch(l -> l.strip().matches(option + "([ =].*)?")),
          out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "124", "125", "126", "127", "128+n", "137"})
    void names_every_exit_status(String status) {
      assertEquals(0, execute("run", "--help"));
      assertTrue(
          out.toString().lines().anyMatch(l -> l.strip().startsWith(status + " ")), out::toString);
    }
  }

  @Nested
  class Wrong_values {
    @ParameterizedTest
    @CsvSource({
      "--isolation, kvm, 'expected one of [process]'",
      "--network, all, 'expected one of [none, host]'",
      "--limits, none, 'expected one of [cgroup, rlimit]'",
      "--seccomp-mode, log, 'expected one of [enforce, report, kill]'",
      "--seccomp, strikt, 'did you mean strict?'",
      "--seccomp, ./gone.policy, 'the policy file ./gone.policy cannot be read'",
      "--require, MOAT, 'walls are USER_NAMESPACE, MOUNT_NAMESPACE'",
      "--root, jail, 'host, empty, or the path of a directory'",
      "--tasks, many, 'digits, for example 64, or unlimited'",
      "--tasks, 0, 'tasks is 1 to 4194304, not 0'",
      "--uid, 70000, 'uid is 0 to 65533, not 70000'",
      "--memory, 1k, 'memory is at least 1 MiB, not 1 KiB'",
      "--memory, 64q, 'digits and an optional unit k, m, g or t, for example 64m, or unlimited'",
      "--wall-time, 5, 'a number and a unit us, ms, s, m or h, for example 1.5s, or unlimited'",
      "--bind, data, 'SRC:DST with an absolute DST'",
      "--env, =x, 'NAME=VALUE'",
      "--open-files, many, 'is no number: digits'",
      "--cpus, half, 'is no number: digits, for example 1 or 0.5'",
      "--uid, root, 'is no number: digits'",
      "--cpus, 0, 'cpus is 0.01 or more, not 0.0'"
    })
    void are_answered_with_what_is_allowed(String option, String value, String allowed) {
      assertEquals(125, execute("run", option, value, "--", "true"));
      assertTrue(err.toString().contains(allowed), err::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--memory=64q", "--tasks=0", "--no-such-option"})
    void are_in_the_reports_that_are_asked_for(String wrong, @TempDir Path folder)
        throws IOException {
      Path json = Files.writeString(folder.resolve("r.json"), "of an earlier run");
      Path meta = folder.resolve("r.meta");
      assertEquals(
          125, execute("run", "--json", json.toString(), "--meta=" + meta, wrong, "--", "true"));
      assertTrue(Files.readString(json).startsWith("{\"version\":2,\"outcome\":\"SETUP_FAILED\""));
      assertTrue(Files.readString(meta).startsWith("status:XX\nmessage:"));
    }

    @Test
    void write_no_report_that_an_argument_of_the_program_names(@TempDir Path folder)
        throws IOException {
      Path file = Files.writeString(folder.resolve("own.json"), "of the program");
      assertEquals(
          125, execute("run", "--memory=64q", "prog", "--json", file.toString()), err::toString);
      assertEquals("of the program", Files.readString(file));
    }

    @Test
    void an_unknown_option_suggests_a_known_one() {
      assertEquals(125, execute("run", "--memroy", "1m", "--", "true"));
      assertTrue(err.toString().contains("--memory"), err::toString);
    }

    @Test
    void a_missing_program_is_named() {
      assertEquals(125, execute("run", "--memory", "64m"));
      assertTrue(err.toString().contains("COMMAND"), err::toString);
    }

    @Test
    void a_report_that_cannot_be_written_is_known_before_the_program_runs(@TempDir Path folder) {
      assertEquals(
          125, execute("run", "--json", folder.resolve("no/such.json").toString(), "true"));
      assertTrue(err.toString().contains("--json " + folder), err::toString);
    }
  }
}
