/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static io.sandbox4j.launch.Operand.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RepeatedStepTest {
  private static final int STEP = 80;
  private static final int REPEAT = 64;

  private static PlanBuilder.Added drop(PlanBuilder plan, Role role) {
    return plan.at(role, Stage.CAPABILITIES)
        .call("drop", "prctl", value(24, "PR_CAPBSET_DROP"), value(3), value(0));
  }

  private static void assertRefused(Role role, String reason, Change change) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              PlanBuilder plan = new PlanBuilder();
              change.of(drop(plan, role));
              plan.build();
            });
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  private interface Change {
    void of(PlanBuilder.Added step);
  }

  @Test
  void it_prints_as_a_range() {
    PlanBuilder plan = new PlanBuilder();
    drop(plan, Role.INIT).repeat(5);
    assertEquals("prctl(PR_CAPBSET_DROP, 3..7, 0)", plan.build().steps().getFirst().asCall());
  }

  @Test
  void the_block_says_how_often() {
    PlanBuilder plan = new PlanBuilder();
    drop(plan, Role.INIT).repeat(41);
    byte[] block = PlanCompiler.compile(plan.build(), SyscallTable.of(Arch.X86_64));
    ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int step = bytes.getInt(80); // struct plan: steps_at follows four words and eight spans
    assertEquals(REPEAT, bytes.get(step + 10));
    assertEquals(41, bytes.getShort(step + STEP - 2));
  }

  @Nested
  class Refused {
    @Test
    void no_times() {
      assertRefused(Role.INIT, "1 to 65535 times", step -> step.repeat(0));
    }

    @Test
    void more_than_the_block_can_say() {
      assertRefused(Role.INIT, "1 to 65535 times", step -> step.repeat(65_536));
    }

    @Test
    void in_the_shim_which_has_other_runs_to_look_after() {
      assertRefused(Role.SHIM, "repeats none", step -> step.repeat(2));
    }

    @Test
    void with_an_errno_that_would_leave_out_the_rest() {
      assertRefused(Role.INIT, "no errno but failure", step -> step.repeat(2).unless(Errno.EINVAL));
      assertRefused(Role.INIT, "no errno but failure", step -> step.unless(Errno.EINVAL).repeat(2));
    }

    @Test
    void with_a_result() {
      assertRefused(Role.INIT, "no result", step -> step.repeat(2).save("r"));
      assertRefused(Role.INIT, "no result", step -> step.repeat(2).exactly(0));
    }

    @Test
    void of_something_that_does_not_count() {
      assertThrows(
          IllegalArgumentException.class,
          () -> {
            PlanBuilder plan = new PlanBuilder();
            plan.at(Role.INIT, Stage.CAPABILITIES)
                .call("close", "close", plan.saved("file"), plan.saved("other"))
                .repeat(2);
            plan.build();
          });
    }
  }
}
