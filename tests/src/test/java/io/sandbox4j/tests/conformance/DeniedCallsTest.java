/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.CodeLocation;
import io.sandbox4j.Command;
import io.sandbox4j.Denial;
import io.sandbox4j.Isolation;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompAction;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallRule;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** P25: each row of a policy says quiet errno, reported errno or kill, whatever the mode. */
@SandboxSuite
class DeniedCallsTest {
  private static final String PTRACE = "101"; // asm/unistd_64.h, x86-64

  @BeforeEach
  void numbers() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
  }

  private static SeccompOption ptraceIs(SeccompAction action) {
    return Seccomp.policy(
        SeccompPolicy.named("default").toBuilder().name("ptrace").override(group(action)).build());
  }

  private static io.sandbox4j.seccomp.SeccompGroup group(SeccompAction action) {
    return new io.sandbox4j.seccomp.SeccompGroup(
        "tried", "What this test is about.", List.of(SyscallRule.of("ptrace", action, "a test")));
  }

  private static SandboxResult trace(SeccompOption option) throws InterruptedException {
    try (Sandbox box = Sandboxes.open(b -> b.isolation(Isolation.process().with(option)))) {
      return box.run(Victims.run("call", PTRACE, "16", "1"));
    }
  }

  @Test
  void a_quiet_row_gives_its_errno_and_tells_nobody() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.quiet(77)));
    assertAll(
        () -> assertEquals("77", result.orThrow().stdout().text().trim()),
        () -> assertEquals(List.of(), result.denied()));
  }

  @Test
  void a_reported_row_gives_its_errno_and_is_told() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.reported(78)));
    assertAll(
        () -> assertEquals("78", result.orThrow().stdout().text().trim()),
        () -> assertEquals("ptrace", result.denied().getFirst().call()));
  }

  @Test
  void a_row_that_kills_ends_the_run_also_where_others_are_only_refused()
      throws InterruptedException {
    SandboxResult result = trace(ptraceIs(new SeccompAction.KillProcess(true)));
    assertEquals(
        new Outcome.Violation("ptrace", List.of(16L, 1L, 0L, 0L, 0L, 0L)), result.outcome());
  }

  @Test
  void a_row_that_kills_without_a_report_is_the_kernels_sigsys() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(new SeccompAction.KillProcess(false)));
    assertEquals(new Outcome.Signalled(31, false), result.outcome());
  }

  @Test
  void killing_makes_every_reported_row_end_the_run() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.reported(78)).killing());
    assertEquals(
        new Outcome.Violation("ptrace", List.of(16L, 1L, 0L, 0L, 0L, 0L)), result.outcome());
  }

  /** What one call shows as, in a sandbox that reports every refusal. */
  private static Denial reported(String group, String... call) throws InterruptedException {
    SeccompPolicy policy =
        SeccompPolicy.parse(
            "tried", "sandbox4j-seccomp 1\ninclude default\ngroup g: G.\n" + group + "\n");
    try (Sandbox box =
        Sandboxes.open(
            b -> b.isolation(Isolation.process().with(Seccomp.policy(policy).reporting())))) {
      SandboxResult result = box.run(Victims.run("call", call));
      List<Denial> made =
          result.denied().stream().filter(d -> d.number() == Integer.parseInt(call[0])).toList();
      assertEquals(1, made.size(), () -> result.denied().toString());
      return made.getFirst();
    }
  }

  @Nested
  class A_report {
    @Test
    void names_flags() throws InterruptedException {
      Denial denial = reported("errno EPERM unshare -- x", "272", "0x10000000");
      assertEquals(List.of("CLONE_NEWUSER"), denial.decoded());
      assertEquals(0x1000_0000L, denial.arguments().getFirst());
    }

    @Test
    void shows_paths() throws InterruptedException {
      Denial denial = reported("errno EPERM mkdir -- x", "83", "@/tmp/a \"b\"\n", "0755");
      assertEquals(List.of("\"/tmp/a \\\"b\\\"\\n\"", "0755"), denial.decoded());
    }

    @Test
    void shows_addresses_of_sockets() throws InterruptedException {
      String address = "%02001f900a000001" + "0".repeat(16);
      Denial denial = reported("errno EPERM connect -- x", "42", "3", address, "16");
      assertEquals(List.of("3", "{AF_INET, 10.0.0.1:8080}", "16"), denial.decoded());
    }

    @Test
    void shows_structures() throws InterruptedException {
      String how = "%4200000000000000" + "a401000000000000" + "0800000000000000";
      Denial denial = reported("errno EPERM openat2 -- x", "437", "-100", "@file", how, "24");
      assertEquals(
          "openat2(AT_FDCWD, \"file\", {flags=O_RDWR|O_CREAT, mode=0644, resolve=RESOLVE_BENEATH}, 24)",
          denial.describe().substring(0, denial.describe().indexOf(", at ")));
    }

    /** What is there only half is shown as the pointer: nothing is made up. */
    @Test
    void shows_pointers_that_lead_nowhere() throws InterruptedException {
      Denial cut = reported("errno EPERM mkdir -- x", "83", "%2f746d70", "0755");
      assertEquals("0x" + Long.toHexString(cut.arguments().getFirst()), cut.decoded().getFirst());
      Denial wild = reported("errno EPERM mkdir -- x", "83", "0xdead", "0755");
      assertEquals("0xdead", wild.decoded().getFirst());
    }

    @Test
    void says_where_the_call_was_made() throws InterruptedException {
      Denial denial = reported("errno EPERM mkdir -- x", "83", "@/tmp/a", "0755");
      if (denial.location() instanceof CodeLocation.InModule(_, String module, long offset)) {
        assertEquals("/work/call", module); // linked statically
        assertEquals(0x0f05, twoBytes(Victims.path("call"), offset));
      } else {
        throw new AssertionError(denial);
      }
    }

    private static int twoBytes(Path program, long before) {
      try (var file = new RandomAccessFile(program.toFile(), "r")) {
        file.seek(before - 2);
        return file.readUnsignedShort();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /** P25: the C library tries both in every program or thread. */
    @Test
    void leaves_out_what_every_program_tries() throws InterruptedException {
      try (Sandbox box =
          Sandboxes.open(
              b -> b.isolation(Isolation.process().with(Seccomp.policy("default").reporting())))) {
        SandboxResult result = box.run(Command.of("sh", "-c", "(true); true | true"));
        assertEquals(List.of(), result.orThrow().denied());
      }
    }

    @Test
    void counts_equal_calls_and_tells_others_apart() throws InterruptedException {
      try (Sandbox box =
          Sandboxes.open(
              b -> b.isolation(Isolation.process().with(Seccomp.policy("default").reporting())))) {
        SandboxResult result =
            box.run(
                Command.of(
                    "python3",
                    "-c",
                    """
                    import ctypes
                    libc = ctypes.CDLL(None)
                    for i in range(3): libc.unshare(0x10000000)
                    for i in range(100): libc.umount2(b"/mnt/%d" % i, 2)
                    """));
        assertEquals(0, assertInstanceOf(Outcome.Exited.class, result.outcome()).status());
        List<Denial> unshare =
            result.denied().stream().filter(d -> d.call().equals("unshare")).toList();
        assertEquals(3, unshare.getFirst().count());
        List<Denial> umount =
            result.denied().stream().filter(d -> d.call().equals("umount2")).toList();
        assertEquals(17, umount.size());
        assertEquals(List.of("\"/mnt/15\"", "MNT_DETACH"), umount.get(15).decoded());
        assertEquals(Denial.FURTHER, umount.get(16).decoded());
        assertEquals(84, umount.get(16).count());
      }
    }
  }

  @Test
  void the_call_that_killed_is_told_in_the_same_words() throws InterruptedException {
    SandboxResult result = trace(ptraceIs(SeccompAction.reported(78)).killing());
    Denial last = result.violation().orElseThrow();
    assertEquals(List.of("PTRACE_ATTACH", "1", "0x0", "0x0"), last.decoded());
    assertInstanceOf(CodeLocation.InModule.class, last.location());
  }
}
