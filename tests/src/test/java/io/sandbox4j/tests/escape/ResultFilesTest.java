/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.escape;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.OutFile;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that are no files where results are collected, and links where files are put
 * (CVE-2024-28185, CVE-2024-28189, CVE-2024-29021 of judge0; go-judge's copy-out).
 */
@SandboxSuite
class ResultFilesTest {
  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  @Nested
  class What_is_taken_out {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "a link to a file of the host | ln -s /etc/passwd f | IRREGULAR",
          "a link in the sandbox | echo x > g; ln -s g f | IRREGULAR",
          "a directory that is a link | mkdir d; ln -s /etc d/e; ln -s d/e f | IRREGULAR",
          "a FIFO | mkfifo f | IRREGULAR",
          "a directory | mkdir f | IRREGULAR",
          "a file of the process | ln -s /proc/self/environ f | IRREGULAR",
          "more than was asked for | head -c 5000 /dev/zero > f | TOO_LARGE",
          "a large hole | truncate -s 100M f | TOO_LARGE",
          "nothing | true | MISSING"
        })
    void is_a_regular_file_of_the_sandbox_or_nothing(String name, String line, String status)
        throws InterruptedException {
      try (SandboxResult result = box.run(Command.shell(line).copyOut("f", Size.kib(4)))) {
        assertEquals(OutFile.Status.valueOf(status), result.file("f").status());
      }
    }

    @Test
    void does_not_come_over_a_link_on_the_way(@TempDir Path target) throws Exception {
      try (Session session = box.open()) {
        session.run(Command.shell("ln -s /etc d; mkdir real; echo x > real/passwd")).orThrow();
        assertAll(
            () ->
                assertThrows(
                    RuntimeException.class,
                    () -> session.copyOut("/work/d/pass*", target, Size.mib(1))),
            () ->
                assertEquals(
                    List.of(target.resolve("passwd")),
                    session.copyOut("/work/real/pass*", target, Size.mib(1))));
      }
    }

    @Test
    void may_have_a_name_of_any_bytes(@TempDir Path target) throws Exception {
      try (Session session = box.open()) {
        session.run(Command.shell("printf x > $(printf 'a\\377b'); echo y > good")).orThrow();
        assertTrue(
            session.copyOut("/work/*", target, Size.mib(1)).contains(target.resolve("good")));
      }
    }
  }

  @Nested
  class What_is_put_into_a_session {
    @Test
    void belongs_to_the_program_with_the_directories_above() throws InterruptedException {
      try (Session session = box.open()) {
        session.copyIn("a/b/f", Source.text("x"));
        SandboxResult result = session.run(Command.shell("stat -c %u a a/b a/b/f; echo y > a/b/g"));
        assertEquals("1000\n1000\n1000\n", result.orThrow().stdout().text());
      }
    }

    @Test
    void is_not_led_away_by_a_link() throws InterruptedException {
      try (Session session = box.open()) {
        session.run(Command.shell("mkdir /tmp/there; ln -s /tmp/there a")).orThrow();
        assertThrows(RuntimeException.class, () -> session.copyIn("a/f", Source.text("x")));
        assertFalse(session.run(Command.of("test", "-e", "/tmp/there/f")).ok());
      }
    }

    @Test
    void does_not_overwrite_through_a_link(@TempDir Path directory) throws Exception {
      Path file = Files.writeString(directory.resolve("f"), "the host's");
      try (Session session = box.open()) {
        session.run(Command.of("ln", "-s", file.toString(), "/work/f")).orThrow();
        assertThrows(RuntimeException.class, () -> session.copyIn("f", Source.text("x")));
      }
      assertEquals("the host's", Files.readString(file));
    }
  }
}
