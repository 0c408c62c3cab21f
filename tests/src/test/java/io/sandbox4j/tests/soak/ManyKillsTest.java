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
import io.sandbox4j.tests.setup.SoakTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** Kills of JVM, shim, init and program, at every step of a launch and of its end. */
@Slow
@SandboxSuite
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyKillsTest {
  private static final int KILLS = 2_000;

  @Test
  void two_thousand_leave_nothing_wherever_they_come(TestReporter reporter) throws Exception {
    Sandboxes.withCgroup().build().close();
    assumeTrue(mayTrace(), "following the shim takes ptrace, which Yama restricts here");
    String said =
        OwnJvm.of(ManyKills.class, String.valueOf(KILLS))
            .flags(SoakTime.option(), "-Dio.sandbox4j.idleMillis=1")
            .run();
    reporter.publishEntry("soak", said);
    assertTrue(said.contains("every step was stopped at"), said);
    assertTrue(said.endsWith("kills left nothing"), said);
  }

  /** Root may; others may trace a process that is not their child where Yama lets them. */
  private static boolean mayTrace() throws IOException {
    Path scope = Path.of("/proc/sys/kernel/yama/ptrace_scope");
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
        || !Files.exists(scope)
        || List.of("0").equals(Files.readAllLines(scope));
  }
}
