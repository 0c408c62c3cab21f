/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CgroupFiguresTest {
  private static final long LIMIT = 64 << 20;
  private final CgroupFigures figures = new CgroupFigures(LIMIT);

  @Nested
  class On_version_1 {
    @Test
    void cpu_time_counts_from_execve() {
      var report =
          figures.read(Map.of("cpuacct.usage", "1000\n"), Map.of("cpuacct.usage", "5000\n"));
      assertEquals(OptionalLong.of(4000), report.cpuNanos());
    }

    @Test
    void user_and_system_time_are_shares_of_the_exact_sum() {
      var report =
          figures.read(
              Map.of(),
              Map.of(
                  "cpuacct.usage",
                  "101000000\n",
                  "cpuacct.usage_user",
                  "112000000\n",
                  "cpuacct.usage_sys",
                  "16000000\n"));
      assertEquals(OptionalLong.of(12_625_000), report.cpuSystemNanos());
      assertEquals(OptionalLong.of(101_000_000 - 12_625_000), report.cpuUserNanos());
    }

    @Test
    void p11_an_oom_kill_far_below_the_own_limit_is_somebody_elses() {
      var report =
          figures.read(
              Map.of(),
              Map.of(
                  "memory.max_usage_in_bytes",
                  "1048576\n",
                  "memory.failcnt",
                  "0\n",
                  "memory.oom_control",
                  "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"));
      assertTrue(report.oomKilled());
      assertFalse(report.ownMemoryLimitHit());
    }

    @Test
    void p11_the_own_limit_counts_when_it_refused_something_near_it() {
      var report =
          figures.read(
              Map.of(),
              Map.of("memory.max_usage_in_bytes", (LIMIT - 4096) + "\n", "memory.failcnt", "7\n"));
      assertTrue(report.ownMemoryLimitHit());
    }

    @Test
    void a_refused_fork_is_counted() {
      assertEquals(3, figures.read(Map.of(), Map.of("pids.events", "max 3\n")).tasksRefused());
    }
  }

  @Nested
  class On_version_2 {
    private static final String BEFORE = "usage_usec 100\nuser_usec 40\nsystem_usec 60\n";
    private static final String AFTER =
        "usage_usec 1100\nuser_usec 840\nsystem_usec 260\nnr_periods 0\n";

    @Test
    void microseconds_become_nanoseconds() {
      var report = figures.read(Map.of("cpu.stat", BEFORE), Map.of("cpu.stat", AFTER));
      assertEquals(OptionalLong.of(1_000_000), report.cpuNanos());
      assertEquals(OptionalLong.of(800_000), report.cpuUserNanos());
      assertEquals(OptionalLong.of(200_000), report.cpuSystemNanos());
    }

    @Test
    void p11_only_local_events_are_the_own_limit() {
      var report =
          figures.read(
              Map.of(),
              Map.of(
                  "cpu.stat",
                  AFTER,
                  "memory.events",
                  "oom 0\noom_kill 1\n",
                  "memory.events.local",
                  "oom 0\noom_kill 1\n"));
      assertTrue(report.oomKilled());
      assertFalse(report.ownMemoryLimitHit());
    }

    @Test
    void io_is_summed_over_devices() {
      var report =
          figures.read(
              Map.of(),
              Map.of(
                  "cpu.stat",
                  AFTER,
                  "io.stat",
                  "8:0 rbytes=10 wbytes=1 rios=1\n8:16 rbytes=5 wbytes=2\n"));
      assertEquals(OptionalLong.of(15), report.bytesRead());
      assertEquals(OptionalLong.of(3), report.bytesWritten());
    }
  }

  @Test
  void what_is_missing_stays_empty() {
    var report = figures.read(Map.of(), Map.of("memory.max_usage_in_bytes", "odd\n"));
    assertEquals(OptionalLong.empty(), report.cpuNanos());
    assertEquals(OptionalLong.empty(), report.peakMemoryBytes());
  }
}
