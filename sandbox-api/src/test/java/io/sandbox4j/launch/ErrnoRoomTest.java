/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sandbox4j.internal.linux.Errno;
import org.junit.jupiter.api.Test;

/** A step has room for two errnos; none is lost in silence. */
class ErrnoRoomTest {
  private final PlanBuilder plan = new PlanBuilder();

  private PlanBuilder.Added step() {
    return plan.at(Role.SHIM, Stage.PREPARE).call("close it", "close", Operand.value(1));
  }

  private Step built() {
    return plan.build().steps().getFirst();
  }

  @Test
  void two_count_as_done() {
    step().unless(Errno.EPERM).unless(Errno.EACCES);
    assertEquals(Errno.EPERM, built().expected());
    assertEquals(Errno.EACCES, built().other());
  }

  @Test
  void a_third_is_refused() {
    var full = step().unless(Errno.EPERM).unless(Errno.EACCES);
    assertThrows(IllegalStateException.class, () -> full.unless(Errno.ENOENT));
    assertThrows(IllegalStateException.class, () -> full.again(Errno.EBUSY));
    assertThrows(IllegalStateException.class, () -> full.skip(Errno.EBUSY, 1));
  }

  @Test
  void another_try_goes_with_one_that_counts_as_done_in_any_order() {
    step().unless(Errno.ENOENT).again(Errno.EBUSY);
    assertEquals(Errno.EBUSY, built().expected());
    assertEquals(Errno.ENOENT, built().other());
  }

  @Test
  void a_skip_and_another_try_do_not_go_together() {
    var retried = step().again(Errno.EBUSY);
    assertThrows(IllegalStateException.class, () -> retried.skip(Errno.ENOENT, 1));
  }

  @Test
  void a_skip_ends_inside_its_stage() {
    step().skip(Errno.ENOENT, 1);
    plan.at(Role.SHIM, Stage.EXEC).call("close it", "close", Operand.value(2));
    assertThrows(IllegalStateException.class, plan::build);
  }
}
