/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that will be done to the kernel for one run, from the first descriptor to the removal
 * of the last cgroup. Immutable but for the chunks, which nobody writes once the plan is built.
 *
 * @param steps all steps: by role, within a role by stage, within a stage as contributed
 * @param watches limits that the shim enforces
 * @param readings files whose text goes into the reports
 * @param slots slots by name
 * @param passed names of the descriptors that must travel with the plan, in order
 * @param reported slots whose descriptors go to the JVM with the started event, in order
 * @param channels the control sockets and pids of the plan's processes
 * @param setupLimit how long the launch may take
 * @param awaitDescendants whether the run ends with the last process instead of the program
 */
public record LaunchPlan(
    List<Step> steps,
    List<Watch> watches,
    List<Reading> readings,
    Map<String, Slot> slots,
    List<String> passed,
    List<Slot> reported,
    Channels channels,
    Duration setupLimit,
    boolean awaitDescendants) {

  /** Copies the lists. */
  public LaunchPlan {
    steps = List.copyOf(steps);
    watches = List.copyOf(watches);
    readings = List.copyOf(readings);
    slots = Map.copyOf(slots);
    passed = List.copyOf(passed);
    reported = List.copyOf(reported);
  }

  /**
   * The steps of one role, in order; a failure names a step by its place in this list.
   *
   * @param role who executes them
   * @return the steps
   */
  public List<Step> steps(Role role) {
    return steps.stream().filter(step -> step.role() == role).toList();
  }

  /**
   * Where the shim hears its processes.
   *
   * @param pidOf slots of the pids, by role: INIT, ENTRY, PROGRAM
   * @param shimEndOf slots of the shim's ends of their control sockets
   * @param childEndOf slots of their own ends
   */
  public record Channels(
      Map<Role, Slot> pidOf, Map<Role, Slot> shimEndOf, Map<Role, Slot> childEndOf) {
    /** Copies the maps. */
    public Channels {
      pidOf = Map.copyOf(pidOf);
      shimEndOf = Map.copyOf(shimEndOf);
      childEndOf = Map.copyOf(childEndOf);
    }
  }
}
