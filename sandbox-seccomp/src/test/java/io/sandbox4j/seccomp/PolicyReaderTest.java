/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static SeccompPolicy read(Map<String, String> files) {
    return PolicyReader.read(
        "main",
        "main",
        PolicyReader.Files.flat(name -> "sandbox4j-seccomp 1\n" + files.getOrDefault(name, "?")),
        BuiltInPolicies.sets(),
        Map.of());
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
        "allow read; 4:11: the row says no reason: expected -- REASON at its end",
        "allow raed -- x; 4:7: no system call is named \"raed\" (did you mean read?)",
        "alow read -- x; 4:1: \"alow\" is no action: expected allow, errno N [report], log,"
            + " trap N, notify NAME [continue], kill-thread or kill-process [report]",
        "allow read(arg6 == 1) -- x; 4:12: expected arg0 to arg5, not arg6",
        "allow read(arg0 ~ 1) -- x; 4:17: \"~\" compares nothing",
        "allow read(arg0 == ONE) -- x; 4:20: no value is named ONE",
        "allow read(arg0 == 1 -- x; 4:21: expected ), not the end of the row",
        "allow read(arg0 == 0x1ffffffffffffffff) -- x; 4:20: 0x1ffffffffffffffff is no number"
            + " of 64 bits",
        "allow read(arg0:32 == 0x100000000) -- x; '4:12: 0x100000000 does not fit into 32 bits;"
            + " argument 0 is compared by its low half'",
        "allow read(arg0 < 0) -- x; 4:17: nothing is less than 0: arguments are unsigned",
        "allow @file-raed -- x; 4:8: no set of calls is named \"file-raed\" (did you mean"
            + " file-read?)",
        "errno 5000 read -- x; 4:7: errno 5000 is not within 0..4095",
        "errno read -- x; 4:7: no value is named read",
        "include main; 4:1: the file includes itself by way of main",
        "let X 1; 4:5: expected let NAME = VALUE",
        "let 1X = 1; 4:5: a value's name begins with a letter, not \"1X\"",
        "set x = read; 4:5: expected set NAME = CALL... -- INTENT",
        "set basic-io = read -- again; 4:5: the set basic-io is named twice",
        "accept trading -- x; 4:8: there is no dangerous grant \"trading\" (did you mean tracing?)",
        "accept tracing; 4:15: the grant says no reason: expected -- REASON at its end",
        "group x; 4:7: expected group NAME: INTENT",
        "group x y: z; 4:1: a group needs a name of letters, digits, dots, dashes and underscores,"
            + " not \"x y\"",
      })
  void names_file_line_and_column_of_what_it_does_not_understand(String line, String message) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> read(Map.of("main", "otherwise allow\ngroup g: G.\n" + line + "\n")));
    assertEquals("main:" + message, thrown.getMessage());
  }

  @Test
  void wants_the_version_first() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> SeccompPolicy.parse("main", "otherwise allow\n"));
    assertEquals("main:1:1: the first line must be sandbox4j-seccomp 1", thrown.getMessage());
  }

  @Test
  void wants_to_know_what_becomes_of_other_calls() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> read(Map.of("main", "group g: G.\n")));
    assertEquals(
        "main:1:1: the policy says nothing by \"otherwise\"; add: otherwise errno 38",
        thrown.getMessage());
  }

  @Test
  void tells_the_place_in_a_line_that_continues_another() {
    var thrown =
        assertThrows(
            PolicySyntaxException.class,
            () -> read(Map.of("main", "otherwise log\ngroup g: G.\nallow read\n  wirte -- x\n")));
    assertEquals(5, thrown.line());
    assertEquals(3, thrown.column());
    assertEquals("main", thrown.file());
  }

  @Test
  void replaces_a_set_by_its_calls() {
    var policy =
        read(
            Map.of(
                "main",
                """
                set mine = read write(arg0 == 1) -- Mine.
                otherwise log
                group g: G.
                allow @mine @keyrings -- x
                """));
    assertEquals(
        List.of("read", "write", "keyctl", "add_key", "request_key"),
        policy.groups().getFirst().rules().stream().map(SyscallRule::call).toList());
    assertEquals(1, policy.rules("write").getFirst().conditions().size());
  }

  @Test
  void notes_dangerous_grants_that_are_meant() {
    var policy =
        read(Map.of("main", "accept tracing bpf -- a debugger\notherwise log\ngroup g: G.\n"));
    assertEquals(
        Map.of(DangerousGrant.TRACING, "a debugger", DangerousGrant.BPF, "a debugger"),
        policy.accepted());
  }

  @Test
  void does_not_let_a_few_words_stand_for_millions_of_rows() {
    String many = "arg%d in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20";
    String row =
        "allow read(%s, %s, %s, %s) -- x"
            .formatted(many.formatted(0), many.formatted(1), many.formatted(2), many.formatted(3));
    var thrown =
        assertThrows(
            PolicySyntaxException.class,
            () -> read(Map.of("main", "otherwise log\ngroup g: G.\n" + row + "\n")));
    assertTrue(String.valueOf(thrown.getMessage()).contains("more than 4096 rows"));
  }

  @Test
  void does_not_read_files_that_include_each_other_many_times_over() {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      files.put("f" + i, "include f%d\ninclude f%d\n".formatted(i + 1, i + 1));
    }
    files.put("main", "include f0\n");
    files.put("f30", "otherwise log\n");
    var thrown = assertThrows(PolicySyntaxException.class, () -> read(files));
    assertTrue(String.valueOf(thrown.getMessage()).contains("more than 64 files"));
  }

  @Test
  void reads_files_beside_the_including_one(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Path main =
        Files.writeString(
            folder.resolve("main.policy"),
            "sandbox4j-seccomp 1\ninclude sub/base.policy\ngroup g: G.\nallow read -- x\n");
    Files.writeString(
        folder.resolve("sub/base.policy"),
        "sandbox4j-seccomp 1\ninclude constants\notherwise errno ENOSYS\n");
    var policy = SeccompPolicy.read(main);
    assertEquals("main", policy.name());
    assertEquals(SeccompAction.quiet(38), policy.otherwise());
  }

  @Test
  void takes_a_name_in_the_library_only_where_it_has_neither_slash_nor_dot(@TempDir Path folder)
      throws IOException {
    Path main =
        Files.writeString(
            folder.resolve("default"), "sandbox4j-seccomp 1\ninclude ./gone\notherwise log\n");
    var thrown = assertThrows(UncheckedIOException.class, () -> SeccompPolicy.read(main));
    assertTrue(String.valueOf(thrown.getMessage()).contains(folder.resolve("gone").toString()));
  }
}
