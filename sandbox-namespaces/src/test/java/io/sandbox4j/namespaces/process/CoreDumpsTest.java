/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CoreDumpsTest {
  private static final String PIPE = "|/usr/lib/systemd/systemd-coredump %P";

  private static CoreDumps.ReachTheHost reach(long limit, String pattern) {
    return assertInstanceOf(CoreDumps.ReachTheHost.class, CoreDumps.of(limit, pattern));
  }

  @Test
  void p14_a_limit_of_1_suppresses_a_pipe() {
    assertEquals(new CoreDumps.Suppressed(), CoreDumps.of(1, PIPE));
    assertEquals(new CoreDumps.Suppressed(), CoreDumps.of(Long.MAX_VALUE, PIPE));
  }

  @Test
  void p14_a_hard_limit_of_0_lets_a_pipe_run() {
    assertTrue(reach(0, PIPE).reason().contains("RLIMIT_CORE is 0"));
  }

  @Test
  void p14_no_limit_suppresses_a_socket() {
    assertTrue(reach(1, "@/run/systemd/coredump").reason().contains("socket"));
  }

  @Test
  void p14_a_file_is_suppressed_by_any_small_limit() {
    assertEquals(new CoreDumps.Suppressed(), CoreDumps.of(0, "core"));
  }
}
