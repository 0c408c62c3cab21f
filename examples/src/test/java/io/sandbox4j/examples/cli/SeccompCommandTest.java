/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.seccomp.BpfProgram;
import io.sandbox4j.seccomp.BpfSimulator;
import io.sandbox4j.seccomp.SeccompData;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SeccompCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int execute(String... arguments) {
    CommandLine line = SandboxCommand.commandLine(RawArguments.unknown());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String policy(String rows) throws IOException {
    return file(
        "own.policy", "sandbox4j-seccomp 1\notherwise errno 38\ngroup g: G.\n" + rows + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "explain", "diff", "compile", "import", "export", "learn"})
  void every_command_has_its_help(String command) {
    assertEquals(0, execute("seccomp", command, "--help"));
    assertTrue(out.toString().startsWith("Usage: sandbox seccomp " + command), out::toString);
  }

  @Test
  void list_prints_policies_and_sets() {
    assertEquals(0, execute("seccomp", "list"));
    for (String name : SeccompPolicy.names()) {
      assertTrue(out.toString().lines().anyMatch(l -> l.startsWith(name + " ")), out::toString);
    }
    assertTrue(out.toString().contains("@file-read"));
  }

  @Test
  void explain_tells_of_one_call_and_of_the_filter() {
    assertEquals(0, execute("seccomp", "explain", "judge", "--call", "connect", "--bpf"));
    assertTrue(out.toString().contains("refused with EPERM and reported"), out::toString);
    assertTrue(out.toString().contains("load arch"), out::toString);
  }

  @Test
  void diff_says_by_its_status_whether_there_is_one() {
    assertEquals(0, execute("seccomp", "diff", "default", "default"));
    assertEquals("", out.toString());
    assertEquals(1, execute("seccomp", "diff", "default", "judge"));
    assertTrue(out.toString().contains("connect: allow -> errno 1 report"), out::toString);
  }

  @Test
  void compile_writes_what_the_kernel_takes() throws IOException {
    Path filter = folder.resolve("own.bpf");
    String own = policy("allow read -- all");
    assertEquals(
        0,
        execute("seccomp", "compile", own, "--arch", "aarch64", "--output", filter.toString()),
        err::toString);
    var simulator = new BpfSimulator(BpfProgram.parse(Files.readAllBytes(filter)));
    assertEquals(0x7fff_0000, simulator.run(SeccompData.of(SyscallAbi.AARCH64, 63)).value());
    assertEquals(0x0005_0026, simulator.run(SeccompData.of(SyscallAbi.AARCH64, 64)).value());
  }

  @Test
  void import_and_export_go_there_and_back() throws IOException {
    String profile = folder.resolve("judge.json").toString();
    Path again = folder.resolve("judge.policy");
    assertEquals(0, execute("seccomp", "export", "judge", "--arch", "x86_64", "--output", profile));
    assertEquals(
        0, execute("seccomp", "import", profile, "--arch", "x86_64", "--output", again.toString()));
    assertEquals(
        SeccompPolicy.named("judge").reachable(SyscallAbi.X86_64),
        SeccompPolicy.read(again).reachable(SyscallAbi.X86_64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "allow raed -- x; own.policy:4:7: no system call is named \"raed\" (did you mean read?)",
        "include own.policy; own.policy:4:1: the file includes itself",
        "allow read; own.policy:4:11: the row says no reason"
      })
  void mistakes_in_a_policy_have_their_place(String row, String message) throws IOException {
    assertEquals(125, execute("seccomp", "explain", policy(row)));
    assertTrue(err.toString().contains(message), err::toString);
  }

  @Test
  void a_policy_with_a_dangerous_grant_runs_nothing_until_that_is_meant() throws IOException {
    String own = policy("allow execve ptrace -- x");
    assertEquals(125, execute("run", "--seccomp", own, "--", "true"));
    assertTrue(err.toString().contains("accept tracing -- REASON"), err::toString);
  }

  @Test
  void learn_says_what_is_wrong_before_it_runs_anything() throws IOException {
    assertEquals(125, execute("seccomp", "learn", "--", "true"));
    assertTrue(err.toString().contains("--output"), err::toString);
    String nowhere = folder.resolve("no/such.policy").toString();
    assertEquals(125, execute("seccomp", "learn", "--output", nowhere, "--", "true"));
    assertTrue(err.toString().contains("cannot be written"), err::toString);
    String own = policy("allow execve ptrace -- x");
    assertEquals(125, execute("seccomp", "learn", "--seccomp", own, "--output", "-", "--", "true"));
    assertTrue(err.toString().contains("accept tracing -- REASON"), err::toString);
    assertEquals(
        125, execute("seccomp", "learn", "--merge", nowhere, "--output", "-", "--", "true"));
    assertTrue(err.toString().contains("cannot be read"), err::toString);
  }

  @Test
  void a_missing_command_or_file_is_named() {
    assertEquals(125, execute("seccomp"));
    assertTrue(err.toString().contains("list, explain, diff"), err::toString);
    assertEquals(125, execute("seccomp", "import", "./gone.json", "--output", "-"));
    assertTrue(err.toString().contains("gone.json cannot be read"), err::toString);
  }
}
