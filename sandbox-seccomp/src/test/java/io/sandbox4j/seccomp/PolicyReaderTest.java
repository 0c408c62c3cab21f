/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static SeccompPolicy read(Map<String, String> files) {
    return PolicyReader.read(
        "main", name -> "sandbox4j-seccomp 1\n" + files.getOrDefault(name, "?"));
  }

  @Test
  void reads_rows_of_several_calls_conditions_and_lines() {
    var policy =
        read(
            Map.of(
                "main",
                """
                let TWO = 2   # a comment
                let BITS = TWO | 0x10 | 010
                otherwise errno 38
                group one: The first.
                allow read write(arg0:32 in 1 TWO, arg2 < 8) -- the
                  reason
                errno 1 report write
                  -- another
                group two: The second.
                kill-process report ioctl(arg1 & BITS == 0) -- a third
                """));
    assertEquals(SeccompAction.quiet(38), policy.otherwise());
    assertEquals(
        List.of(
            new SeccompGroup(
                "one",
                "The first.",
                List.of(
                    SyscallRule.of("read", SeccompAction.allow(), "the reason"),
                    SyscallRule.of(
                        "write",
                        SeccompAction.allow(),
                        "the reason",
                        ArgumentCondition.eq(0, 1).low32(),
                        ArgumentCondition.lt(2, 8)),
                    SyscallRule.of(
                        "write",
                        SeccompAction.allow(),
                        "the reason",
                        ArgumentCondition.eq(0, 2).low32(),
                        ArgumentCondition.lt(2, 8)),
                    SyscallRule.of("write", SeccompAction.reported(1), "another"))),
            new SeccompGroup(
                "two",
                "The second.",
                List.of(
                    SyscallRule.of(
                        "ioctl",
                        new SeccompAction.KillProcess(true),
                        "a third",
                        ArgumentCondition.maskedEq(1, 0x1a, 0))))),
        policy.groups());
  }

  @Test
  void lets_the_including_file_alone_decide_the_calls_it_names() {
    var policy =
        read(
            Map.of(
                "main",
                "include base\ngroup own: Own.\nerrno 1 read(arg0 == 1) -- mine\n",
                "base",
                "otherwise log\ngroup base: Base.\nallow read write -- base\n"));
    assertEquals(new SeccompAction.Log(), policy.otherwise());
    assertEquals(1, policy.rules("read").size());
    assertEquals("mine", policy.rules("read").getFirst().reason());
    assertEquals("base", policy.rules("write").getFirst().reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "allow read; main:4: the row says no reason: expected -- REASON at its end",
        "allow raed -- x; main:4: no system call is named \"raed\" (did you mean read?)",
        "alow read -- x; main:4: \"alow\" is no action: expected allow, errno N [report], log,"
            + " trap N, kill-thread or kill-process [report]",
        "allow read(arg6 == 1) -- x; main:4: expected arg0 to arg5, not arg6",
        "allow read(arg0 ~ 1) -- x; main:4: \"~\" compares nothing",
        "allow read(arg0 == ONE) -- x; main:4: no value is named ONE",
        "allow read(arg0 == 1 -- x; main:4: expected ), not the end of the row",
        "allow read(arg0 == 0x1ffffffffffffffff) -- x; main:4: 0x1ffffffffffffffff is no number"
            + " of 64 bits",
        "errno 5000 read -- x; main:4: errno 5000 is not within 0..4095",
        "errno read -- x; main:4: no value is named read",
        "include main; main:4: the file includes itself by way of main",
        "let X 1; main:4: expected let NAME = VALUE",
        "group x; main:4: expected group NAME: INTENT",
      })
  void names_file_and_line_of_what_it_does_not_understand(String line, String message) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(Map.of("main", "otherwise allow\ngroup g: G.\n" + line + "\n")));
    assertEquals(message, thrown.getMessage());
  }

  @Test
  void wants_the_version_first() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> PolicyReader.read("main", _ -> "otherwise allow\n"));
    assertEquals("main:1: the first line must be sandbox4j-seccomp 1", thrown.getMessage());
  }

  @Test
  void wants_to_know_what_becomes_of_other_calls() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> read(Map.of("main", "group g: G.\n")));
    assertEquals("main: the policy says nothing by \"otherwise\"", thrown.getMessage());
  }
}
