/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed is read as the same policy. */
class PolicyPrinterTest {
  private static final long SEED = 20261126;

  private static List<String> names() {
    return SeccompPolicy.names();
  }

  @Test
  void prints_statements_of_rows_that_share_action_and_reason() {
    var policy =
        SeccompPolicy.builder("p", SeccompAction.quiet(38))
            .accept(DangerousGrant.TRACING, "a debugger")
            .group(
                "one",
                "The first.",
                SyscallRule.of("read", SeccompAction.allow(), "all"),
                SyscallRule.of(
                    "ioctl",
                    SeccompAction.allow(),
                    "all",
                    ArgumentCondition.eq(1, 0x5401).low32(),
                    ArgumentCondition.maskedEq(2, 6, 2)),
                SyscallRule.of("bpf", new SeccompAction.KillProcess(true), "not\n that"))
            .build();
    assertEquals(
        """
        sandbox4j-seccomp 1

        accept tracing -- a debugger
        otherwise errno 38

        group one: The first.
        allow read ioctl(arg1:32 == 0x5401, arg2 & 0x6 == 0x2) -- all
        kill-process report bpf -- not that
        """,
        policy.toText());
  }

  @ParameterizedTest
  @MethodSource("names")
  void round_trips_the_policies_of_the_library(String name) {
    var policy = SeccompPolicy.named(name);
    String text = policy.toText();
    assertEquals(policy, SeccompPolicy.parse(name, text));
    assertTrue(text.lines().allMatch(line -> line.length() <= 100));
  }

  @Test
  void round_trips_random_policies() {
    Random random = new Random(SEED);
    int rows = 0;
    for (int i = 0; i < 300; i++) {
      var policy = RandomPolicies.policy(random);
      rows += policy.groups().getFirst().rules().size();
      assertEquals(policy, SeccompPolicy.parse("random", policy.toText()));
    }
    assertTrue(rows > 3000, "saw " + rows + " rows");
  }

  @Test
  void cannot_meet_a_reason_that_a_file_cannot_hold() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> SyscallRule.of("read", SeccompAction.allow(), "number #7"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("0x23"));
    assertThrows(
        IllegalArgumentException.class, () -> new SeccompGroup("a b", "intent", List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SeccompPolicy(
                "p", SeccompAction.allow(), List.of(), Map.of(DangerousGrant.BPF, " ")));
  }

  /** Not one text of bytes and words at random does anything but give a policy or say why not. */
  @Test
  void the_reader_answers_any_text_with_a_policy_or_a_mistake() {
    Random random = new Random(SEED);
    List<String> words =
        List.of(
            "allow",
            "errno",
            "report",
            "read",
            "ioctl(",
            "arg1",
            ":32",
            "==",
            "&",
            "0x5401",
            ")",
            "--",
            "reason",
            "@file-read",
            "group g:",
            "group",
            "let A =",
            "in",
            "1",
            ",",
            "otherwise",
            "include default",
            "set s =",
            "accept",
            "tracing",
            "#",
            "\n",
            "\n ",
            "|",
            "18446744073709551616",
            "\u0000",
            "\ud83d",
            "\t",
            "99999");
    int policies = 0;
    for (int i = 0; i < 5000; i++) {
      var text = new StringBuilder("sandbox4j-seccomp 1\notherwise allow\ngroup a: A.\n");
      for (int w = random.nextInt(12); w > 0; w--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      try {
        SeccompPolicy.parse("fuzz", text.toString());
        policies++;
      } catch (IllegalArgumentException expected) {
        assertTrue(String.valueOf(expected.getMessage()).length() > 5);
      }
    }
    assertTrue(policies > 100, "read " + policies);
  }
}
