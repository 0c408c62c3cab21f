/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.spi.PreparedLayer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The layer of the cgroups over hierarchies that are nowhere. */
public final class FixedCgroups {
  private FixedCgroups() {}

  /** Version 1, a hierarchy for each controller. */
  public static PreparedLayer legacy() {
    return layer(
        new CgroupChoice.Legacy(
            Map.of(
                "memory", Path.of("/cg/memory/jvm"),
                "pids", Path.of("/cg/pids/jvm"),
                "cpuacct", Path.of("/cg/cpu,cpuacct/jvm"),
                "cpu", Path.of("/cg/cpu,cpuacct/jvm"),
                "cpuset", Path.of("/cg/cpuset"),
                "freezer", Path.of("/cg/freezer"))),
        false);
  }

  /** Version 2, delegated with every controller. */
  public static PreparedLayer unified() {
    return layer(
        new CgroupChoice.Unified(Path.of("/cg/jvm"), Set.of("memory", "pids", "cpu", "cpuset")),
        false);
  }

  /** None, with rlimits instead. */
  public static PreparedLayer none() {
    return layer(new CgroupChoice.None("there is none", ""), true);
  }

  private static PreparedLayer layer(CgroupChoice choice, boolean substitute) {
    // The host's own must not decide what a plan reads like; with many it has a few steps more.
    long lingering = choice instanceof CgroupChoice.Legacy ? LingeringGroups.MOST + 1 : 0;
    return new PreparedCgroup(
        choice, false, substitute, false, new LingeringGroups(() -> lingering));
  }
}
