/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import io.sandbox4j.tests.setup.SoakTime;
import io.sandbox4j.tests.setup.Victims;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** Launch after launch. */
@Slow
@SandboxSuite
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyLaunchesTest {
  private static final int LAUNCHES = 10_000;

  @Test
  void p22_ten_thousand_launches_leave_nothing_not_even_a_namespace(TestReporter reporter)
      throws InterruptedException {
    Sandboxes.open().close();
    String said =
        OwnJvm.of(ManyLaunches.class, String.valueOf(LAUNCHES))
            .within(Victims.path("userns").toString(), String.valueOf(ManyLaunches.MOST_AT_A_TIME))
            .flags(SoakTime.option())
            .run();
    reporter.publishEntry("soak", said);
    assertTrue(said.endsWith("namespaces as before"), said);
  }
}
