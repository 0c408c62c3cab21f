/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sandboxes at once, in JVMs of their own whose threads can be counted. */
@Slow
@SandboxSuite
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
  @Test
  void a_thousand_live_at_once_on_four_library_threads_and_go_at_once()
      throws InterruptedException {
    assumeTrue(Sandboxes.hasCgroup(), "rlimits count one user's processes together");
    String said = OwnJvm.of(Crowd.class, "alive", "1000").run();
    assertAll(
        () -> assertTrue(said.contains("1000 alive"), said),
        () -> assertTrue(said.endsWith("nothing left"), said));
  }

  @Test
  void two_hundred_on_their_way_are_stopped_by_close() throws InterruptedException {
    assumeTrue(Sandboxes.hasCgroup(), "rlimits count one user's processes together");
    String said = OwnJvm.of(Crowd.class, "launching", "200").run();
    assertEquals("nothing left", said.lines().toList().getLast(), said);
  }
}
