/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.Limits;
import io.sandbox4j.spi.HostFacts;
import java.util.List;
import java.util.stream.Collectors;

/** CPU limits in the units of the kernel. */
final class CpuShare {
  static final long PERIOD = 100_000;
  private static final int DEFAULT_WEIGHT = 100;
  private static final long SHARES_OF_WEIGHT_100 = 1024;

  private CpuShare() {}

  /** Whether the CPU controller has anything to do. */
  static boolean isNeeded(Limits limits) {
    return hasQuota(limits) || limits.cpuWeight() != DEFAULT_WEIGHT;
  }

  static boolean hasQuota(Limits limits) {
    return limits.cpus() != Double.POSITIVE_INFINITY;
  }

  /** Microseconds of CPU time in each {@link #PERIOD}; the kernel takes 1 ms at least. */
  static long quota(Limits limits) {
    return Math.max(1000, Math.round(limits.cpus() * PERIOD));
  }

  /** {@code cpu.shares} of cgroup v1. */
  static long shares(Limits limits) {
    return Math.max(2, SHARES_OF_WEIGHT_100 * limits.cpuWeight() / DEFAULT_WEIGHT);
  }

  /** How many nanoseconds of CPU time can pass in one of the clock. */
  static int parallel(Limits limits, HostFacts host) {
    double most = Math.max(1, host.cpus());
    if (!limits.pinnedCores().isEmpty()) {
      most = Math.min(most, limits.pinnedCores().size());
    }
    if (hasQuota(limits)) {
      // A whole quota can be used at the start of each period.
      most = Math.min(most, Math.ceil(limits.cpus()) * 2);
    }
    return (int) Math.max(1, most);
  }

  /** A list of cores as cpuset files have it. */
  static String cores(List<Integer> cores) {
    return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
