/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.Limits;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gives each run its cgroups. */
final class PreparedCgroup implements PreparedLayer {
  private final CgroupChoice choice;
  private final boolean killsByCgroup;
  private final boolean substitute;
  private final LingeringGroups lingering;
  private final boolean swap;
  private final String memoryNodes;

  PreparedCgroup(CgroupChoice choice, boolean killsByCgroup, boolean substitute) {
    this(
        choice,
        killsByCgroup,
        substitute,
        read(Path.of("/proc/swaps")).lines().count() > 1,
        LingeringGroups.of(choice));
  }

  /**
   * Gives each run its cgroups.
   *
   * @param choice where
   * @param killsByCgroup whether there is no pid namespace to kill by
   * @param substitute whether rlimits stand in where there is no cgroup
   * @param swap whether the host swaps
   * @param lingering those that were removed and are still there
   */
  PreparedCgroup(
      CgroupChoice choice,
      boolean killsByCgroup,
      boolean substitute,
      boolean swap,
      LingeringGroups lingering) {
    this.choice = choice;
    this.killsByCgroup = killsByCgroup;
    this.substitute = substitute;
    this.lingering = lingering;
    this.swap = swap;
    this.memoryNodes = choice instanceof CgroupChoice.Legacy legacy ? memoryNodes(legacy) : "";
  }

  private static String memoryNodes(CgroupChoice.Legacy legacy) {
    Path cpuset = legacy.parents().get("cpuset");
    String nodes = cpuset == null ? "" : read(cpuset.resolve("cpuset.mems")).strip();
    return nodes.isEmpty() ? "0" : nodes;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /**
   * Refuses limits that nothing here can enforce.
   *
   * @param limits of a sandbox or a run
   * @throws IllegalArgumentException naming the limit and what it takes
   */
  void check(Limits limits) {
    need("cpu", "a CPU quota or weight", CpuShare.isNeeded(limits));
    need("cpuset", "pinning to cores", !limits.pinnedCores().isEmpty());
    need("cpuacct", "a limit of idle time", !limits.idleTime().equals(Limits.UNLIMITED));
  }

  private void need(String controller, String what, boolean needed) {
    boolean there =
        switch (choice) {
          case CgroupChoice.Legacy legacy -> legacy.parents().containsKey(controller);
          // CPU time is counted by every v2 cgroup.
          case CgroupChoice.Unified unified ->
              controller.equals("cpuacct") || unified.controllers().contains(controller);
          case CgroupChoice.None _ -> false;
        };
    if (needed && !there) {
      throw new IllegalArgumentException(
          what
              + " takes a cgroup with the "
              + controller
              + " controller, which is not to be had here");
    }
  }

  @Override
  public void shimReplaced() {
    new CgroupSweep(CgroupSweep.thisHost()).sweepTheDying(CgroupLayer.parents(choice));
  }

  @Override
  public List<WallState> walls() {
    return List.of(
        switch (choice) {
          case CgroupChoice.Legacy legacy ->
              new WallState(
                  Wall.CGROUP_LIMITS,
                  true,
                  "cgroup v1, " + legacy.parents().keySet().stream().sorted().toList());
          case CgroupChoice.Unified unified ->
              new WallState(Wall.CGROUP_LIMITS, true, "cgroup v2 below " + unified.parent());
          case CgroupChoice.None none ->
              new WallState(
                  Wall.CGROUP_LIMITS,
                  false,
                  (substitute
                          ? "rlimits stand in: limits are per process and can be evaded by forking;"
                              + " "
                          : "")
                      + none.reason());
        });
  }

  @Override
  public int way() {
    return lingering.count() ? 1 : 0;
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    check(run.limits());
    switch (choice) {
      case CgroupChoice.Legacy legacy ->
          new LegacySteps(legacy, swap, memoryNodes, killsByCgroup, lingering.areTooMany())
              .contribute(run, plan);
      case CgroupChoice.Unified unified ->
          new UnifiedSteps(unified, killsByCgroup, lingering.areTooMany()).contribute(run, plan);
      case CgroupChoice.None _ -> {
        if (run.kind() == RunSpec.Kind.IN_SESSION) {
          new FamilySteps(run, plan).contribute();
        }
        return;
      }
    }
    run.note(new CgroupFigures(run.limits().memory().bytes()));
  }
}
