/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.ArgumentCondition.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SeccompPolicyTest {
  private static final SeccompAction ALLOW = SeccompAction.allow();
  private static final SeccompAction EPERM = SeccompAction.quiet(1);

  private static SyscallRule row(String call, SeccompAction action, ArgumentCondition... when) {
    return SyscallRule.of(call, action, "test", when);
  }

  private static String refusal(Executable what) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  @Nested
  class Rows {
    @Test
    void name_calls_that_exist() {
      assertEquals(
          "no system call is named \"opnat\" (did you mean openat?)",
          refusal(() -> row("opnat", ALLOW)));
      assertEquals("no system call is named \"\"", refusal(() -> row("", ALLOW)));
    }

    @Test
    void may_name_calls_of_the_other_architecture_only() {
      var policy = SeccompPolicy.builder("p", EPERM).group("g", "g", row("open", ALLOW)).build();
      assertEquals(Set.of("open"), policy.reachable(SyscallAbi.X86_64));
      assertEquals(Set.of(), policy.reachable(SyscallAbi.AARCH64));
    }

    @Test
    void say_why_they_are_there() {
      assertTrue(
          refusal(() -> new SyscallRule("read", List.of(), ALLOW, " ")).contains("no reason"));
    }
  }

  @Nested
  class Conditions {
    @Test
    void are_on_one_of_six_arguments() {
      assertTrue(refusal(() -> eq(6, 1)).contains("argument 6"));
      assertTrue(refusal(() -> eq(-1, 1)).contains("argument -1"));
    }

    @Test
    void fit_their_width() {
      assertTrue(refusal(() -> eq(0, 0x1_0000_0000L).low32()).contains("32 bits"));
      assertTrue(refusal(() -> eq(0, -1).low32()).contains("32 bits"));
    }

    @Test
    void can_be_met_and_can_fail() {
      assertTrue(refusal(() -> ArgumentCondition.lt(0, 0)).contains("unsigned"));
      assertTrue(refusal(() -> ArgumentCondition.ge(0, 0)).contains("unsigned"));
      assertTrue(refusal(() -> ArgumentCondition.maskedEq(0, 0, 0)).contains("tests nothing"));
      assertTrue(refusal(() -> ArgumentCondition.maskedEq(0, 6, 1)).contains("outside the mask"));
    }

    @Test
    void print_as_policy_files_write_them() {
      assertEquals("arg1:32 == 0x5412", eq(1, 0x5412).low32().toString());
      assertEquals("arg0 & 0x6 == 0x2", ArgumentCondition.maskedEq(0, 6, 2).toString());
      assertEquals("arg2 > 0xffffffffffffffff", ArgumentCondition.gt(2, -1).toString());
    }
  }

  @Nested
  class Contradictions {
    @Test
    void are_rows_that_never_apply() {
      var builder =
          SeccompPolicy.builder("p", EPERM)
              .group("first", "first", row("read", ALLOW))
              .group("second", "second", row("read", EPERM, eq(0, 1)));
      assertEquals(
          "policy p: the row for read in group second never applies, group first decides every"
              + " read",
          refusal(builder::build));
    }

    @Test
    void are_rows_with_the_same_conditions() {
      var builder =
          SeccompPolicy.builder("p", EPERM)
              .group("g", "g", row("read", ALLOW, eq(0, 1)), row("read", EPERM, eq(0, 1)));
      assertTrue(refusal(builder::build).contains("same conditions"));
    }

    @Test
    void are_groups_of_one_name() {
      var builder = SeccompPolicy.builder("p", EPERM).group("g", "g").group("g", "g");
      assertTrue(refusal(builder::build).contains("two groups named g"));
    }
  }

  @Test
  void an_override_alone_decides_the_calls_it_names() {
    var policy =
        SeccompPolicy.builder("p", EPERM)
            .group("g", "g", row("read", ALLOW), row("write", ALLOW))
            .build()
            .toBuilder()
            .override(new SeccompGroup("o", "o", List.of(row("read", EPERM, eq(0, 3)))))
            .build();
    assertEquals(List.of(row("read", EPERM, eq(0, 3))), policy.rules("read"));
    assertEquals(Set.of("write"), policy.reachable(SyscallAbi.X86_64));
  }

  @Test
  void is_equal_by_content() {
    assertEquals(
        SeccompPolicy.builder("p", EPERM).group("g", "g", row("read", ALLOW)).build(),
        SeccompPolicy.builder("p", EPERM).group("g", "g", row("read", ALLOW)).build());
  }

  @Test
  void that_nobody_made_is_named_with_those_there_are() {
    assertEquals(
        "no seccomp policy is named \"defualt\" (did you mean default?); there are default, strict, judge, build,"
            + " oci-default",
        refusal(() -> SeccompPolicy.named("defualt")));
  }

  @Test
  void actions_are_within_what_the_kernel_returns() {
    assertTrue(refusal(() -> SeccompAction.quiet(4096)).contains("0..4095"));
    assertTrue(refusal(() -> SeccompAction.quiet(-1)).contains("0..4095"));
    assertTrue(refusal(() -> SeccompAction.reported(0)).contains("other than 0"));
    assertTrue(refusal(() -> new SeccompAction.Trap(0x10000)).contains("65535"));
  }
}
