/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten gigabytes of output against a heap of 64 MiB. */
@Slow
@SandboxSuite
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FloodTest {
  private static String flood(String how) throws InterruptedException {
    Sandboxes.open().close();
    return OwnJvm.of(Flood.class, how).flags("-Xmx64m", "-XX:MaxDirectMemorySize=16m").run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"captured", "stderr", "discarded", "read", "lines", "file"})
  void ends_as_OUTPUT(String how) throws InterruptedException {
    assertEquals("OUTPUT", flood(how));
  }

  @Test
  void that_nobody_reads_stops_at_the_pipe() throws InterruptedException {
    assertEquals("WALL_TIME", flood("unread"));
  }

  @Test
  void without_a_limit_is_read_in_a_small_heap() throws InterruptedException {
    assertEquals("10000000000 bytes", flood("unlimited"));
  }

  @Test
  void of_eight_at_once_ends_as_OUTPUT() throws InterruptedException {
    assertEquals("OUTPUT", flood("eight"));
  }
}
