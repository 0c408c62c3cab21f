/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LearnedPolicyTest {
  private static final SyscallAbi ABI = SyscallAbi.current();

  private final Learning learning = Seccomp.learning();

  @BeforeEach
  void calls() {
    assumeTrue(ABI == SyscallAbi.X86_64, "calls of x86-64");
  }

  private static boolean sees(Learning learning, String call, long... arguments) {
    return learning.sees(
        ABI.auditArch(), ABI.number(call).orElseThrow(), Arrays.copyOf(arguments, 6));
  }

  private boolean sees(String call, long... arguments) {
    return sees(learning, call, arguments);
  }

  private LearnedPolicy learned() {
    return learning.learned("learned");
  }

  private List<String> rows(String call) {
    return learned().policy().rules(call).stream()
        .map(r -> PolicyPrinter.action(r.action()) + " " + LearnedText.call(call, r.conditions()))
        .toList();
  }

  private static SeccompAction decide(SeccompPolicy policy, String call, long... arguments) {
    return Decision.of(policy.rules(call), policy.otherwise()).decide(Arrays.copyOf(arguments, 6));
  }

  @Nested
  class The_rows {
    @Test
    void allow_what_was_seen() {
      assertTrue(sees("getpid"));
      assertEquals(List.of("allow getpid"), rows("getpid"));
      assertEquals(List.of(), rows("getppid"));
      assertEquals(SeccompAction.reported(1), learned().policy().otherwise());
    }

    @Test
    void tell_requests_apart() {
      sees("ioctl", 0, 0x5401, 0x1000);
      sees("ioctl", 1, 0x1_0000_5401L, 0x2000);
      sees("ioctl", 1, 0x5413);
      assertEquals(
          List.of("allow ioctl(arg1:32 == 0x5401)", "allow ioctl(arg1:32 == 0x5413)"),
          rows("ioctl"));
      assertEquals(3, learned().count("ioctl"));
    }

    @Test
    void tell_sockets_apart_by_what_runs_for_them() {
      sees("socket", 1, 1 | 0x80000, 0);
      sees("socket", 1, 1, 0);
      assertEquals(
          List.of("allow socket(arg0:32 == 0x1, arg1 & 0xf == 0x1, arg2:32 == 0x0)"),
          rows("socket"));
    }

    @Test
    void allow_executable_memory_only_where_it_was_asked_for() {
      sees("mprotect", 0x1000, 4096, 1);
      sees("mmap", 0, 4096, 3, 0x22);
      assertEquals(List.of("allow mprotect(arg2 & 0x4 == 0x0)"), rows("mprotect"));
      assertEquals(List.of("allow mmap(arg2 & 0x4 == 0x0, arg3 & 0x40000 == 0x0)"), rows("mmap"));
      sees("mmap", 0, 4096, 5, 0x2);
      assertEquals(List.of("allow mmap(arg3 & 0x40000 == 0x0)"), rows("mmap"));
      assertEquals(2, learned().count("mmap"));
    }

    @Test
    void allow_writing_only_where_it_was_asked_for() {
      sees("openat", -100, 0x1000, 0x80000);
      var policy = learned().policy();
      assertEquals(SeccompAction.allow(), decide(policy, "openat", -100, 0, 0));
      assertFalse(decide(policy, "openat", -100, 0, 1).isCarriedOut());
      sees("openat", -100, 0x1000, 0x241, 0644);
      policy = learned().policy();
      assertEquals(SeccompAction.allow(), decide(policy, "openat", -100, 0, 0x241, 0644));
      assertFalse(decide(policy, "openat", -100, 0, 0x241, 04755).isCarriedOut());
    }

    @Test
    void keep_what_a_program_tries_and_does_without() {
      assertFalse(sees("clone3", 0x1000, 88));
      assertEquals(List.of("errno 38 clone3"), rows("clone3"));
    }

    @Test
    void leave_out_what_is_refused_like_all_others() {
      assertFalse(sees("ptrace", 16, 1));
      assertEquals(List.of(), rows("ptrace"));
      assertEquals(1, learned().refused().get("ptrace(arg0 == 0x10)"));
      assertTrue(learned().toText().contains("#   ptrace(arg0 == 0x10)"), learned()::toText);
    }

    @Test
    void are_those_that_chance_asks_for_in_any_case() {
      var policy = learned().policy();
      for (String call :
          List.of(
              "exit", "exit_group", "rt_sigreturn", "restart_syscall", "futex", "sched_yield")) {
        assertEquals(SeccompAction.allow(), decide(policy, call), call);
      }
    }

    @Test
    void allow_one_exec_unless_more_were_seen() {
      assertEquals(List.of("allow execve(arg0 == THE_LAUNCH)"), rows("execve"));
      sees("execve", 0x1000);
      assertEquals(List.of("allow execve"), rows("execve"));
    }

    @Test
    void do_not_grow_without_end() {
      for (int i = 0; i < 10_000; i++) {
        sees("ioctl", 0, 0x7000 + i);
        sees("prctl", 0x700000 + i);
      }
      assertTrue(rows("ioctl").size() <= 5, () -> rows("ioctl").toString());
      assertTrue(rows("ioctl").contains("allow ioctl"), () -> rows("ioctl").toString());
      assertEquals(10_000, learned().count("ioctl"));
      assertFalse(decide(learned().policy(), "ioctl", 0, 0x5412).isCarriedOut());
    }

    @Test
    void have_none_for_other_entries() {
      assertFalse(learning.sees(0x4000_0003, 5, new long[6]));
      assertFalse(learning.sees(ABI.auditArch(), 0x4000_0000, new long[6]));
      assertFalse(learning.sees(ABI.auditArch(), 4000, new long[6]));
      assertEquals(Set.of(), learned().refused().keySet());
      assertEquals(0, learned().count("read"));
    }

    @Test
    void carry_a_dangerous_grant_only_with_the_words_of_the_base() {
      var base =
          SeccompPolicy.parse(
              "tracer",
              """
              sandbox4j-seccomp 1
              include default
              accept tracing -- a debugger
              accept mounts -- not used
              group g: G.
              allow ptrace mount -- x
              """);
      var tracing = Seccomp.learning(base);
      assertTrue(sees(tracing, "ptrace", 0));
      var policy = tracing.learned("learned").policy();
      assertEquals(List.of(DangerousGrant.TRACING), List.copyOf(policy.accepted().keySet()));
      assertEquals(policy, new SeccompOption(policy, SeccompMode.ENFORCE).policy());
      var other = SeccompPolicy.builder("other", SeccompAction.allow()).build();
      assertThrows(IllegalArgumentException.class, () -> Seccomp.learning(other));
    }
  }

  /** Whatever is called: nothing the base refuses, and everything that was carried out. */
  @Test
  void lets_through_what_it_saw_and_never_more_than_the_base() {
    for (String base : List.of("default", "judge", "strict", "oci-default")) {
      SeccompPolicy policy = SeccompPolicy.named(base);
      var random = new RandomCalls(new Random(7), policy, ABI);
      for (int round = 0; round < 10; round++) {
        Learning one = Seccomp.learning(policy);
        Learning two = Seccomp.learning(policy);
        List<long[]> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          long[] call = random.next();
          if ((i % 2 == 0 ? one : two)
              .sees(ABI.auditArch(), (int) call[6], Arrays.copyOf(call, 6))) {
            calls.add(call);
          }
        }
        SeccompPolicy merged = one.learned("a").merge(two.learned("b")).policy();
        DecisionTable least = table(merged);
        DecisionTable most = table(policy);
        for (long[] call : calls) {
          assertTrue(isCarriedOut(least, call), () -> told(base, call, merged));
        }
        for (int i = 0; i < 2000; i++) {
          long[] call = random.next();
          boolean isLaunch =
              call[6] == ABI.number("execve").orElseThrow() && call[0] == TheLaunch.ADDRESS;
          assertTrue(
              isLaunch || !isCarriedOut(least, call) || isCarriedOut(most, call),
              () -> told(base, call, merged));
        }
      }
    }
  }

  private static DecisionTable table(SeccompPolicy policy) {
    return DecisionTable.of(policy, FilterOptions.of(ABI, SeccompMode.ENFORCE));
  }

  private static boolean isCarriedOut(DecisionTable table, long[] call) {
    return table.decide((int) call[6], Arrays.copyOf(call, 6)).isCarriedOut();
  }

  private static String told(String base, long[] call, SeccompPolicy merged) {
    return base + ": " + ABI.name((int) call[6]) + Arrays.toString(call) + "\n" + merged.toText();
  }

  @Nested
  class The_text {
    @Test
    void is_a_policy_file_with_counts() {
      sees("ioctl", 0, 0x5401);
      sees("ioctl", 0, 0x5401);
      sees("getpid");
      String text = learned().toText();
      assertTrue(
          text.lines().anyMatch(l -> l.matches(" {2}ioctl\\(arg1:32 == 0x5401\\) +# 2, TCGETS")),
          text);
      assertTrue(text.lines().anyMatch(l -> l.matches(" {2}getpid +# 1")), text);
      assertEquals(learned().policy(), SeccompPolicy.parse("learned", text));
    }

    @Test
    void names_a_set_that_is_whole() {
      for (var use : SyscallSet.named("time").uses()) {
        sees(use.call());
      }
      String text = learned().toText();
      assertTrue(text.contains("\n  @time\n"), text);
      assertEquals(learned().policy(), SeccompPolicy.parse("learned", text));
      assertEquals(1, LearnedPolicy.parse("learned", text).count("nanosleep"));
    }

    @Test
    void is_read_again_with_its_counts() {
      var random = new RandomCalls(new Random(11), learning.base(), ABI);
      for (int round = 0; round < 20; round++) {
        Learning some = Seccomp.learning();
        some.begin();
        for (int i = 0; i < 300; i++) {
          long[] call = random.next();
          some.sees(ABI.auditArch(), (int) call[6], Arrays.copyOf(call, 6));
        }
        String text = some.learned("learned").toText();
        assertEquals(text, LearnedPolicy.parse("learned", text).toText());
      }
    }

    @Test
    void that_somebody_changed_is_read_as_it_is() {
      sees("getpid");
      String text = learned().toText().replaceAll(" +# .*", "");
      var changed = LearnedPolicy.parse("learned", text);
      assertEquals(learned().policy(), changed.policy());
      assertEquals(0, changed.count("getpid"));
      assertThrows(
          PolicySyntaxException.class,
          () -> LearnedPolicy.parse("learned", text + "allow raed -- x"));
    }
  }

  @Nested
  class Merging {
    @Test
    void adds_counts_and_keeps_both() {
      learning.begin();
      sees("ioctl", 0, 0x5401);
      Learning second = Seccomp.learning();
      second.begin();
      sees(second, "ioctl", 0, 0x5401);
      sees(second, "ioctl", 0, 0x5413);
      sees(second, "getpid");
      var both = learned().merge(second.learned("second"));
      assertEquals("learned", both.policy().name());
      assertEquals(2, both.runs());
      assertEquals(3, both.count("ioctl"));
      assertEquals(2, both.policy().rules("ioctl").size());
      assertEquals(1, both.count("getpid"));
    }

    @Test
    void lets_a_program_start_others_where_either_did() {
      Learning second = Seccomp.learning();
      sees(second, "execve", 0x1000);
      for (var both :
          List.of(
              learned().merge(second.learned("second")),
              second.learned("second").merge(learned()))) {
        assertEquals(1, both.policy().rules("execve").size());
        assertEquals(SeccompAction.allow(), decide(both.policy(), "execve", 0x1000));
      }
    }

    @Test
    void of_policies_that_refuse_otherwise_is_refused() {
      var other =
          LearnedPolicy.parse(
              "other",
              "sandbox4j-seccomp 1\notherwise kill-process\ngroup g: G.\nallow execve -- x\n");
      assertThrows(IllegalArgumentException.class, () -> learned().merge(other));
    }
  }
}
