/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PolicyAlgebraTest {
  private static final long SEED = 20261127;
  private static final SeccompAction ALLOW = SeccompAction.allow();
  private static final SeccompAction EPERM = SeccompAction.quiet(1);
  private static final SeccompAction ENOSYS = SeccompAction.quiet(38);

  private static SyscallRule row(String call, SeccompAction action, ArgumentCondition... when) {
    return SyscallRule.of(call, action, "test", when);
  }

  private static SeccompPolicy policy(String name, SeccompAction otherwise, SyscallRule... rows) {
    return SeccompPolicy.builder(name, otherwise).group("g", "g", rows).build();
  }

  private final SeccompPolicy reads =
      policy("reads", EPERM, row("read", ALLOW), row("ioctl", ALLOW, ArgumentCondition.eq(1, 5)));
  private final SeccompPolicy writes =
      policy(
          "writes", ENOSYS, row("write", ALLOW), row("ioctl", ALLOW, ArgumentCondition.eq(1, 6)));

  @Nested
  class Union {
    private final SeccompPolicy both = reads.union(writes);

    @Test
    void carries_out_what_either_does() {
      assertEquals("reads-or-writes", both.name());
      assertEquals(Set.of("read", "write", "ioctl"), both.reachable(SyscallAbi.X86_64));
    }

    @Test
    void refuses_as_the_first_where_both_do_equally() {
      assertEquals(EPERM, both.otherwise());
      assertEquals(EPERM, both.rules("ioctl").getLast().action());
    }

    @Test
    void means_what_either_means() {
      var tracing = reads.toBuilder().accept(DangerousGrant.TRACING, "why").build();
      assertEquals(Map.of(DangerousGrant.TRACING, "why"), writes.union(tracing).accepted());
      assertEquals(Map.of(), writes.intersection(tracing).accepted());
    }
  }

  @Nested
  class Intersection {
    @Test
    void carries_out_what_both_do() {
      var more = policy("more", EPERM, row("read", ALLOW), row("write", ALLOW));
      assertEquals(Set.of("read"), reads.intersection(more).reachable(SyscallAbi.X86_64));
    }

    @Test
    void of_the_default_and_the_judge_is_the_judge() {
      var judge = SeccompPolicy.named("judge");
      var both = judge.intersection(SeccompPolicy.named("default"));
      for (var abi : SyscallAbi.values()) {
        assertEquals(judge.reachable(abi), both.reachable(abi));
      }
    }
  }

  /** For random policies and calls: the mildest of two actions, or the hardest. */
  @Test
  void both_say_of_every_call_what_their_parts_say() {
    Random random = new Random(SEED);
    int compared = 0;
    for (int i = 0; i < 150; i++) {
      var one = RandomPolicies.small(random);
      var other = RandomPolicies.small(random);
      var union = one.union(other);
      var intersection = one.intersection(other);
      for (int call = 0; call < 100; call++) {
        long[] arguments = new long[6];
        for (int a = 0; a < 6; a++) {
          arguments[a] = RandomPolicies.argument(random.nextBoolean() ? one : other, random);
        }
        String name = RandomPolicies.name(random);
        var a = decide(one, name, arguments);
        var b = decide(other, name, arguments);
        boolean firstIsHarder = hardness(a) >= hardness(b);
        boolean firstIsMilder = hardness(a) <= hardness(b);
        assertEquals(firstIsHarder ? a : b, decide(intersection, name, arguments));
        assertEquals(firstIsMilder ? a : b, decide(union, name, arguments));
        compared += a.equals(b) ? 0 : 1;
      }
    }
    assertTrue(compared > 5000, "compared " + compared);
  }

  private static SeccompAction decide(SeccompPolicy policy, String call, long[] arguments) {
    for (var rule : policy.rules(call)) {
      if (rule.conditions().stream().allMatch(condition -> condition.holds(arguments))) {
        return rule.action();
      }
    }
    return policy.otherwise();
  }

  private static int hardness(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Allow _ -> 0;
      case SeccompAction.Log _ -> 1;
      case SeccompAction.Notify(_, _, boolean mayContinue) -> mayContinue ? 2 : 3;
      case SeccompAction.Errno(_, boolean reported) -> reported ? 4 : 5;
      case SeccompAction.Trap _ -> 6;
      case SeccompAction.KillThread _ -> 7;
      case SeccompAction.KillProcess(boolean reported) -> reported ? 8 : 9;
    };
  }

  @Test
  void refuses_decisions_of_too_many_rows() {
    SyscallRule[] rows = new SyscallRule[100];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row("prctl", ALLOW, ArgumentCondition.eq(0, i));
    }
    var many = policy("many", EPERM, rows);
    var thrown = assertThrows(IllegalArgumentException.class, () -> many.union(many));
    assertTrue(String.valueOf(thrown.getMessage()).contains("prctl"));
  }
}
