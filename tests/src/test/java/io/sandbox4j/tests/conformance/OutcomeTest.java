/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.SandboxSetupException;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run's end is told. */
@SandboxSuite
class OutcomeTest {
  private final Sandbox box;

  OutcomeTest() {
    box = Sandboxes.open();
  }

  @AfterEach
  void close() {
    box.close();
  }

  private Outcome outcome(String line) throws InterruptedException {
    return box.run(Command.shell(line)).outcome();
  }

  @Nested
  class A_program_that_ends_by_itself {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 123, 124, 125, 126, 127, 128, 137, 255})
    void is_reported_with_its_status(int status) throws InterruptedException {
      assertEquals(new Outcome.Exited(status), outcome("exit " + status));
    }

    @Test
    void is_ok_only_with_status_0() throws InterruptedException {
      assertTrue(box.run(Command.of("true")).ok());
      assertFalse(box.run(Command.of("false")).ok());
    }

    @Test
    void throws_with_the_tail_of_stderr_when_asked_to() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("echo the reason >&2; exit 3"));
      String message =
          String.valueOf(assertThrows(SandboxException.class, result::orThrow).getMessage());
      assertAll(
          () -> assertTrue(message.contains("the reason"), message),
          () -> assertTrue(message.contains("status=3"), message));
    }
  }

  @Nested
  class A_program_that_a_signal_ends {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 8, 9, 11, 13, 15, 34, 64})
    void is_reported_with_its_number(int signal) throws InterruptedException {
      Outcome outcome = outcome("kill -" + signal + " $$");
      assertTrue(
          outcome instanceof Outcome.Signalled(int number, boolean _) && number == signal,
          outcome::toString);
    }

    @Test
    void leaves_no_core() throws InterruptedException {
      assertEquals(new Outcome.Signalled(11, false), outcome("kill -11 $$"));
    }
  }

  @Nested
  class A_launch_that_fails {
    private SandboxSetupException failure(Command command) {
      return assertThrows(SandboxSetupException.class, () -> box.run(command));
    }

    private SandboxSetupException failure(byte[] program) {
      return failure(Command.of("/work/p").copyIn("p", Source.bytes(program).executable()));
    }

    @Test
    void names_a_missing_program() {
      SandboxSetupException e = failure(Command.of("/no/such/program"));
      assertAll(
          () -> assertEquals("ENOENT", e.errno()),
          () -> assertTrue(String.valueOf(e.getMessage()).contains("/no/such/program")));
    }

    @Test
    void names_a_program_that_is_not_in_the_path() {
      SandboxSetupException e = failure(Command.of("no-such-program"));
      assertAll(
          () -> assertEquals("ENOENT", e.errno()),
          () -> assertTrue(String.valueOf(e.getMessage()).contains("PATH"), e::getMessage));
    }

    @Test
    void tells_a_file_that_is_not_executable() {
      SandboxSetupException e =
          failure(Command.of("/work/p").copyIn("p", Source.text("#!/bin/sh\n")));
      assertEquals("EACCES", e.errno());
    }

    @Test
    void tells_a_directory() {
      assertEquals("EACCES", failure(Command.of("/usr")).errno());
    }

    @Test
    void tells_a_file_that_is_no_program() {
      SandboxSetupException e = failure(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
      assertEquals("ENOEXEC", e.errno());
    }

    @Test
    void tells_an_empty_file() {
      assertEquals("ENOEXEC", failure(new byte[0]).errno());
    }

    @Test
    void names_a_wrong_architecture() {
      SandboxSetupException e = failure(elfFor(0xF3)); // EM_RISCV, elf(5)
      assertAll(
          () -> assertEquals("ENOEXEC", e.errno()),
          () ->
              assertTrue(
                  (e.getMessage() + e.fix()).matches("(?is).*(riscv|architecture|machine).*"),
                  e::getMessage));
    }

    @Test
    void names_an_unknown_interpreter() {
      SandboxSetupException e =
          failure(
              Command.of("/work/p").copyIn("p", Source.text("#!/no/interpreter\n").executable()));
      assertAll(
          () -> assertEquals("ENOENT", e.errno()),
          () -> assertTrue((e.getMessage() + e.fix()).contains("/no/interpreter"), e::getMessage));
    }

    @Test
    void tells_a_working_directory_that_is_not_there() {
      SandboxSetupException e = failure(Command.of("true").cwd("/not/there"));
      assertAll(
          () -> assertEquals("ENOENT", e.errno()),
          () -> assertTrue(String.valueOf(e.getMessage()).contains("/not/there"), e::getMessage));
    }

    @Test
    void leaves_the_sandbox_usable() throws InterruptedException {
      failure(Command.of("/no/such/program"));
      assertTrue(box.run(Command.of("true")).ok());
    }

    /** A whole ELF header of another machine, without segments. */
    private static byte[] elfFor(int machine) {
      return ByteBuffer.allocate(64)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
          .putShort((short) 2)
          .putShort((short) machine)
          .putInt(1)
          .putLong(0x10000)
          .putLong(64)
          .putLong(0)
          .putInt(0)
          .putShort((short) 64)
          .putShort((short) 56)
          .putShort((short) 0)
          .array();
    }
  }
}
