/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import org.junit.jupiter.api.Test;

/** The shim dies before a child has asked to die with it. */
@Slow
@SandboxSuite
class LatePromisesTest {

  @Test
  void p46_a_child_that_asks_too_late_to_die_with_the_shim_ends_all_the_same() throws Exception {
    Sandboxes.withCgroup().build().close();
    assumeTrue(Sandboxes.isRoot(), "only a shim of root clones a program before init is locked");
    String said = OwnJvm.of(LatePromises.class).flags("-Dio.sandbox4j.idleMillis=1").run();
    assertTrue(said.endsWith("what makes something ahead and asks too late is gone"), said);
  }
}
