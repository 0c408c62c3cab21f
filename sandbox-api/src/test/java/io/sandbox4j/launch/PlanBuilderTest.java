/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Errno;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanBuilderTest {
  private final PlanBuilder plan = new PlanBuilder();

  private PlanBuilder.Added step() {
    return plan.at(Role.SHIM, Stage.PREPARE).call("look", "getuid");
  }

  private Step only() {
    plan.at(Role.SHIM, Stage.PREPARE).call("next", "getgid");
    return plan.build().steps().getFirst();
  }

  private static void assertRefused(
      String expected, org.junit.jupiter.api.function.Executable act) {
    var refusal = assertThrows(RuntimeException.class, act);
    assertEquals(expected, refusal.getMessage());
  }

  @Nested
  class An_errno_that_is_dealt_with {
    @Test
    void is_one_of_two_that_count_as_done() {
      step().unless(Errno.ENOENT).unless(Errno.ENOTDIR);
      assertEquals(List.of(Errno.ENOENT, Errno.ENOTDIR), errnos());
    }

    @Test
    void stands_beside_another_try_in_any_order() {
      step().again(Errno.EBUSY).unless(Errno.ENOENT);
      step().unless(Errno.ENOENT).again(Errno.EBUSY);
      for (Step step : plan.build().steps()) {
        assertEquals(List.of(Errno.EBUSY, Errno.ENOENT), List.of(step.expected(), step.other()));
        assertTrue(step.traits().contains(Step.Trait.RETRY));
      }
    }

    @Test
    void stands_beside_a_skip_in_any_order() {
      step().skip(Errno.EACCES, 1).unless(Errno.ENOENT);
      step().unless(Errno.ENOENT).skip(Errno.EACCES, 1);
      plan.at(Role.SHIM, Stage.PREPARE).call("next", "getgid");
      for (Step step : plan.build().steps().subList(0, 2)) {
        assertEquals(List.of(Errno.EACCES, Errno.ENOENT), List.of(step.expected(), step.other()));
        assertEquals(1, step.jump());
      }
    }

    @Test
    void is_never_the_third() {
      assertRefused(
          "'look' has no room for EPERM: it deals with ENOENT and with ENOTDIR",
          () -> step().unless(Errno.ENOENT).unless(Errno.ENOTDIR).unless(Errno.EPERM));
      assertRefused(
          "'look' has no room for EAGAIN: it deals with ENOENT and with ENOTDIR",
          () -> step().unless(Errno.ENOENT).unless(Errno.ENOTDIR).again(Errno.EAGAIN));
      assertRefused(
          "'look' has no room for EPERM: it deals with EBUSY by a skip or another try and with ENOENT",
          () -> step().again(Errno.EBUSY).unless(Errno.ENOENT).unless(Errno.EPERM));
    }

    @Test
    void is_dealt_with_once() {
      assertRefused(
          "'look' has no room for ENOENT: it deals with ENOENT by a skip or another try",
          () -> step().skip(Errno.ENOENT, 1).unless(Errno.ENOENT));
      assertRefused(
          "'look' has no room for EBUSY: it deals with EAGAIN by a skip or another try",
          () -> step().again(Errno.EAGAIN).again(Errno.EBUSY));
      assertRefused(
          "'look' has no room for EBUSY: it deals with EAGAIN by a skip or another try",
          () -> step().skip(Errno.EAGAIN, 1).again(Errno.EBUSY));
    }

    private List<Integer> errnos() {
      Step step = only();
      return List.of(step.expected(), step.other());
    }
  }

  @Nested
  class A_skip {
    @Test
    void leaves_out_something() {
      assertThrows(IllegalArgumentException.class, () -> step().skip(Errno.EPERM, 0));
    }

    @Test
    void stays_among_the_steps_of_its_stage() {
      step().skip(Errno.EPERM, 1);
      plan.at(Role.SHIM, Stage.CGROUP).call("of another layer", "getgid");
      assertRefused("'look' skips 1 steps, more than follow in its stage", plan::build);
    }

    @Test
    void stays_among_the_steps_of_its_role() {
      step().skip(Errno.EPERM, 1);
      plan.at(Role.END, Stage.PREPARE).call("of the end", "getgid");
      assertRefused("'look' skips 1 steps, more than follow in its stage", plan::build);
    }
  }

  @Nested
  class Steps {
    @Test
    void come_by_role_then_stage_then_as_they_were_added() {
      plan.at(Role.END, Stage.PREPARE).call("f", "getuid");
      plan.at(Role.INIT, Stage.EXEC).call("d", "getuid");
      plan.at(Role.SHIM, Stage.EXEC).call("b", "getuid");
      plan.at(Role.INIT, Stage.EXEC).call("e", "getuid");
      plan.at(Role.SHIM, Stage.PREPARE).call("a", "getuid");
      plan.at(Role.INIT, Stage.CGROUP).call("c", "getuid");
      assertEquals(
          List.of("a", "b", "c", "d", "e", "f"),
          plan.build().steps().stream().map(Step::label).toList());
    }

    @Test
    void of_a_child_begin_with_what_it_keeps() {
      plan.at(Role.INIT, Stage.PREPARE).call("first of a layer", "getuid");
      plan.keep(Role.INIT, plan.saved("end"), false);
      plan.keep(Role.INIT, plan.passed("stdin"), true);
      assertEquals(
          List.of("keep([$end, @stdin], 2)", "getuid()"),
          plan.build().steps(Role.INIT).stream().map(Step::asCall).toList());
    }

    @Test
    void keep_nothing_that_is_no_descriptor() {
      plan.keep(Role.INIT, Operand.value(3), false);
      assertRefused("a kept descriptor is saved or passed, not 3", plan::build);
    }

    @ParameterizedTest
    @EnumSource(
        value = Role.class,
        names = {"INIT", "ENTRY", "PROGRAM", "PAUSE", "RESUME"})
    void try_again_only_where_that_makes_nobody_wait(Role role) {
      assertRefused(
          "'busy': " + role + " cannot try again, only [SHIM, END, TEARDOWN] can",
          () -> {
            plan.at(role, Stage.PREPARE).call("busy", "getuid").again(Errno.EBUSY);
            plan.build();
          });
    }

    @ParameterizedTest
    @EnumSource(
        value = Role.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"END", "TEARDOWN"})
    void are_made_aside_only_in_an_end(Role role) {
      assertRefused(
          "'sync': only a system call of an end without a result can be made aside",
          () -> {
            plan.at(role, Stage.PREPARE).call("sync", "sync").aside();
            plan.build();
          });
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "SHIM")
    void wait_for_words_only_in_the_shim(Role role) {
      assertRefused(
          "'hear': " + role + " cannot await, only [SHIM] can",
          () -> {
            plan.at(role, Stage.PREPARE).does("hear", Action.Special.AWAIT);
            plan.build();
          });
    }

    @ParameterizedTest
    @EnumSource(
        value = Role.class,
        names = {"SHIM", "PAUSE", "RESUME", "END", "TEARDOWN"})
    void never_close_what_the_shim_has_of_other_runs(Role role) {
      assertRefused(
          "'close all': " + role + " cannot keep, only [INIT, ENTRY, PROGRAM] can",
          () -> {
            plan.at(role, Stage.PREPARE).does("close all", Action.Special.KEEP);
            plan.build();
          });
    }
  }

  @Nested
  class Names {
    @Test
    void stand_for_one_slot_each() {
      assertEquals(plan.slot("a"), plan.slot("a"));
      assertEquals(1, plan.slot("b").index());
    }

    @Test
    void of_slots_are_63_at_most() {
      for (int i = 0; i < Slot.MOST; i++) {
        assertEquals(i, plan.slot("s" + i).index());
      }
      assertRefused("slot 63 is not in 0..62", () -> plan.slot("one too many"));
    }

    @Test
    void of_passed_descriptors_are_numbered_as_they_come() {
      assertEquals(0, plan.passed("stdin").index());
      assertEquals(1, plan.passed("stdout").index());
      assertEquals(0, plan.passed("stdin").index());
      assertEquals(List.of("stdin", "stdout"), plan.build().passed());
    }

    @Test
    void of_passed_descriptors_are_250_at_most() {
      for (int i = 0; i < Operand.Passed.MOST; i++) {
        assertEquals(i, plan.passed("p" + i).index());
      }
      assertThrows(IllegalArgumentException.class, () -> plan.passed("one too many"));
    }
  }

  @Nested
  class Strings {
    @Test
    void have_no_nul_inside() {
      assertRefused(
          "bad contains a NUL byte", () -> plan.terminated(new byte[] {'a', 0, 'b'}, "bad"));
    }

    @Test
    void that_are_equal_are_written_once() {
      assertEquals(plan.textChunk("/usr"), plan.textChunk("/usr"));
    }
  }

  @Test
  void clone_flags_come_together_from_all_layers() {
    plan.cloneFlags(Role.INIT, 1);
    plan.cloneFlags(Role.INIT, 4);
    assertEquals(5, plan.cloneFlags(Role.INIT));
    assertEquals(0, plan.cloneFlags(Role.PROGRAM));
  }
}
