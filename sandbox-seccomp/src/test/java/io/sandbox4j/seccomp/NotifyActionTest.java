/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.spi.PassedDescriptor;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rows whose calls a handler answers. */
class NotifyActionTest {
  private static final SyscallHandler ONE = _ -> SyscallAnswer.success();
  private static final SyscallHandler OTHER = _ -> SyscallAnswer.errno(13);
  private static final FilterOptions X86 = FilterOptions.of(SyscallAbi.X86_64, SeccompMode.ENFORCE);
  private static final int OPENAT = 257; // asm/unistd_64.h
  private static final int EXECVE = 59;

  private static SeccompPolicy policy(String name, SyscallRule... rules) {
    return SeccompPolicy.builder(name, SeccompAction.quiet(1))
        .group("rows", "Tried here.", rules)
        .build();
  }

  private static SyscallRule row(
      String call, SeccompAction action, ArgumentCondition... conditions) {
    return SyscallRule.of(call, action, "a test", conditions);
  }

  private static SeccompAction openedBy(SyscallHandler handler) {
    return SeccompAction.notify("opened", handler);
  }

  private static void isRefused(String part, Executable action) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
    assertTrue(message.contains(part), message);
  }

  @Nested
  class In_text {
    private static final String TEXT =
        """
        sandbox4j-seccomp 1

        otherwise errno 1

        group files: Opened by us.
        notify opened openat(arg2:32 == 0x0) -- read only
        allow openat -- the rest
        """;

    @Test
    void a_handler_is_named_and_comes_from_the_map() {
      SeccompPolicy read = SeccompPolicy.parse("p", TEXT, Map.of("opened", ONE));
      assertEquals(openedBy(ONE), read.rules("openat").getFirst().action());
      assertEquals(TEXT, read.toText());
      assertEquals(read, SeccompPolicy.parse("p", read.toText(), Map.of("opened", ONE)));
    }

    @Test
    void one_that_may_have_calls_carried_out_says_so() {
      String text = TEXT.replace("notify opened", "notify opened continue");
      SeccompPolicy read = SeccompPolicy.parse("p", text, Map.of("opened", ONE));
      assertEquals(
          SeccompAction.notify("opened", ONE, DangerousGrant.CONTINUE),
          read.rules("openat").getFirst().action());
      assertEquals(text, read.toText());
    }

    @Test
    void it_answers_what_nothing_else_does() {
      String text = "sandbox4j-seccomp 1\notherwise notify rest\n";
      assertEquals(
          SeccompAction.notify("rest", ONE),
          SeccompPolicy.parse("p", text, Map.of("rest", ONE)).otherwise());
    }

    @Test
    void a_name_without_a_handler_is_a_mistake_with_its_place() {
      isRefused(
          "p:6:8: no handlers were given with this policy, so none is named opened",
          () -> SeccompPolicy.parse("p", TEXT));
      isRefused(
          "p:6:8: no handler is named opened (did you mean openend?)",
          () -> SeccompPolicy.parse("p", TEXT, Map.of("openend", ONE)));
    }

    @Test
    void it_is_explained() {
      SeccompPolicy read = SeccompPolicy.parse("p", TEXT, Map.of("opened", ONE));
      assertTrue(PolicyExplanation.of(read, "openat").contains("answered by the handler opened"));
    }
  }

  @Nested
  class In_a_profile {
    private static final String JSON =
        """
        {"defaultAction": "SCMP_ACT_ERRNO", "listenerPath": "/run/agent", %s
         "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_NOTIFY"}]}
        """;
    private static final OciTarget TARGET = OciTarget.sandbox(SyscallAbi.X86_64);

    private static SeccompAction mount(String json, Map<String, SyscallHandler> handlers) {
      return OciProfile.read("p", json, TARGET, handlers)
          .policy()
          .rules("mount")
          .getFirst()
          .action();
    }

    @Test
    void its_listener_is_a_handler() {
      assertEquals(
          SeccompAction.notify("listener", ONE),
          mount(JSON.formatted(""), Map.of("listener", ONE, "other", OTHER)));
    }

    @Test
    void the_metadata_name_the_handler() {
      assertEquals(
          SeccompAction.notify("other", OTHER),
          mount(
              JSON.formatted("\"listenerMetadata\": \"other\","),
              Map.of("listener", ONE, "other", OTHER)));
    }

    @Test
    void without_a_handler_it_is_a_mistake_with_its_place() {
      isRefused("p:2:46: SCMP_ACT_NOTIFY needs", () -> mount(JSON.formatted(""), Map.of()));
    }

    @Test
    void no_other_runtime_can_ask_a_handler() {
      isRefused(
          "opened is of this JVM",
          () -> OciProfile.write(policy("p", row("mount", openedBy(ONE))), SyscallAbi.X86_64));
    }
  }

  @Nested
  class Contradictions {
    @Test
    void two_handlers_of_one_name() {
      isRefused(
          "two handlers named opened",
          () -> policy("p", row("open", openedBy(ONE)), row("openat", openedBy(OTHER))));
    }

    @Test
    void a_handler_for_what_every_policy_carries_out() {
      isRefused("never see exit_group", () -> policy("p", row("exit_group", openedBy(ONE))));
    }

    @Test
    void names_that_no_file_could_hold() {
      isRefused("no dots", () -> SeccompAction.notify("a.b", ONE));
      isRefused("dash", () -> SeccompAction.notify("-b", ONE));
      isRefused("needs a name", () -> SeccompAction.notify("two words", ONE));
    }

    @Test
    void another_token_than_that_of_the_danger() {
      isRefused(
          "DangerousGrant.CONTINUE", () -> SeccompAction.notify("a", ONE, DangerousGrant.TRACING));
      isRefused("DangerousGrant.CONTINUE", () -> SyscallAnswer.carriedOut(DangerousGrant.TRACING));
    }

    @Test
    void answers_that_programs_would_take_for_something_else() {
      isRefused("answer with errno 2", () -> SyscallAnswer.value(-2));
      isRefused("errno 0", () -> SyscallAnswer.errno(0));
      isRefused("errno 512", () -> SyscallAnswer.errno(512));
      isRefused("errno 4096", () -> SyscallAnswer.errno(4096));
    }
  }

  @Nested
  class Always_the_same {
    @Test
    void is_equal_by_its_answer() {
      assertEquals(
          SyscallHandler.always(SyscallAnswer.value(7)),
          SyscallHandler.always(SyscallAnswer.value(7)));
      assertFalse(
          SyscallHandler.always(SyscallAnswer.value(7))
              .equals(SyscallHandler.always(SyscallAnswer.errno(7))));
    }

    @Test
    void is_no_descriptor_which_can_be_given_only_once() {
      PassedDescriptor one =
          new PassedDescriptor() {
            @Override
            public int number() {
              return 0;
            }

            @Override
            public void close() {}
          };
      isRefused("only once", () -> SyscallHandler.always(SyscallAnswer.descriptor(one, true)));
    }
  }

  @Nested
  class Put_together {
    private SeccompAction both(SeccompAction a, SeccompAction b, boolean union) {
      SeccompPolicy one = policy("one", row("openat", a));
      SeccompPolicy two = policy("two", row("openat", b));
      SeccompPolicy both = union ? one.union(two) : one.intersection(two);
      return both.rules("openat").getFirst().action();
    }

    @Test
    void a_handler_is_milder_than_refusals_and_harder_than_carrying_out() {
      SeccompAction handler = openedBy(ONE);
      for (var harder :
          Set.of(
              SeccompAction.quiet(1),
              SeccompAction.reported(1),
              new SeccompAction.KillProcess(true))) {
        assertEquals(harder, both(handler, harder, false));
        assertEquals(handler, both(harder, handler, true));
      }
      for (var milder : Set.of(SeccompAction.allow(), new SeccompAction.Log())) {
        assertEquals(handler, both(milder, handler, false));
        assertEquals(milder, both(handler, milder, true));
      }
    }

    @Test
    void one_handler_with_and_without_the_grant_is_with_it_only_in_the_union() {
      SeccompAction with = SeccompAction.notify("opened", ONE, DangerousGrant.CONTINUE);
      assertEquals(openedBy(ONE), both(with, openedBy(ONE), false));
      assertEquals(with, both(openedBy(ONE), with, true));
    }

    @Test
    void two_handlers_for_one_call_contradict_each_other() {
      isRefused(
          "handler opened in policy one and the handler other in two",
          () -> both(openedBy(ONE), SeccompAction.notify("other", OTHER), true));
      isRefused("only one can answer", () -> both(openedBy(ONE), openedBy(OTHER), false));
    }
  }

  @Nested
  class As_a_danger {
    @Test
    void having_calls_carried_out_must_be_meant() {
      SeccompPolicy policy =
          policy("p", row("getppid", SeccompAction.notify("a", ONE, DangerousGrant.CONTINUE)));
      assertEquals(Set.of(DangerousGrant.CONTINUE), policy.dangers());
      isRefused("accept continue -- REASON", () -> Seccomp.policy(policy));
    }

    @Test
    void what_is_carried_out_may_be_dangerous_as_well() {
      assertAll(
          () ->
              assertEquals(
                  Set.of(DangerousGrant.CONTINUE, DangerousGrant.TRACING),
                  policy(
                          "p",
                          row("ptrace", SeccompAction.notify("a", ONE, DangerousGrant.CONTINUE)))
                      .dangers()),
          () ->
              assertEquals(
                  Set.of(), policy("p", row("ptrace", SeccompAction.notify("a", ONE))).dangers()));
    }

    @Test
    void who_reads_memory_must_not_be_made_to_wait_for_it() {
      SeccompPolicy policy =
          policy("p", row("openat", openedBy(ONE)), row("userfaultfd", SeccompAction.allow()))
              .toBuilder()
              .accept(DangerousGrant.FAULT_HANDLING, "a test")
              .build();
      isRefused("refuse userfaultfd", () -> Seccomp.policy(policy));
    }
  }

  @Nested
  class Compiled {
    @Test
    void it_is_a_notification_in_every_mode_and_ends_no_run() {
      SeccompPolicy policy =
          policy("p", row("openat", openedBy(ONE), ArgumentCondition.eq(2, 0).low32()));
      for (var mode : SeccompMode.values()) {
        var filter =
            FilterCompiler.compileAfresh(policy, FilterOptions.of(SyscallAbi.X86_64, mode));
        assertTrue(filter.needsListener() && filter.hasHandlers());
        assertEquals(openedBy(ONE), filter.decide(OPENAT, 0, 0, 0, 0, 0, 0));
        assertEquals(
            KernelReturn.USER_NOTIF,
            new BpfSimulator(filter.program())
                .run(SeccompData.of(SyscallAbi.X86_64, OPENAT))
                .value());
      }
    }

    @Test
    void without_notifications_there_is_nobody_to_ask() {
      isRefused(
          "cannot ask the handler opened",
          () ->
              FilterCompiler.compileAfresh(
                  policy("p", row("openat", openedBy(ONE))), X86.silent()));
    }

    @Test
    void a_launch_under_a_handler_of_execve_is_let_through_by_the_shim() {
      var handled =
          FilterCompiler.compileAfresh(
              policy("p", row("execve", openedBy(ONE))), X86.controlledAt(256));
      assertTrue(TheLaunch.asks(handled, EXECVE));
      var open =
          FilterCompiler.compileAfresh(
              policy("p", row("execve", SeccompAction.allow())), X86.controlledAt(256));
      assertFalse(TheLaunch.asks(open, EXECVE));
    }

    @Test
    void a_handler_of_execveat_starts_nothing() {
      isRefused(
          "allows neither execve nor execveat",
          () ->
              FilterCompiler.compileAfresh(
                  policy("p", row("execveat", openedBy(ONE))), X86.controlledAt(256)));
    }
  }
}
