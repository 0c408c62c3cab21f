/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Watch;
import io.sandbox4j.spi.RunSpec;

/** What the shim looks at while a program runs. */
final class CgroupWatches {
  private CgroupWatches() {}

  /** The number by which an ended run names the limit. */
  @SuppressWarnings("EnumOrdinal") // as the engine numbers its causes
  static int cause(Limit limit) {
    return limit.ordinal() + 1;
  }

  /** CPU time, and its standing still, by one counter. */
  static void cpu(RunSpec run, PlanBuilder plan, Slot counter, String key, int nanosPerUnit) {
    Limits limits = run.limits();
    if (!limits.cpuTime().equals(Limits.UNLIMITED)) {
      plan.watch(
          new Watch.Counter(
              cause(Limit.CPU_TIME),
              limits.cpuTime(),
              counter,
              key,
              nanosPerUnit,
              CpuShare.parallel(limits, run.host())));
    }
    if (!limits.idleTime().equals(Limits.UNLIMITED)) {
      plan.watch(
          new Watch.Idle(cause(Limit.IDLE_TIME), limits.idleTime(), counter, key, nanosPerUnit));
    }
  }
}
