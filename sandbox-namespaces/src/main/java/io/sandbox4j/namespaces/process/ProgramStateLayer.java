/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.namespaces.Speculation;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.util.List;
import java.util.Set;

/**
 * Resets what a program would inherit from the JVM, keeps others off its core, and holds
 * speculation back on request: that costs speed, so it is a choice ({@link Speculation#RESTRICTED},
 * or to require the wall).
 */
public final class ProgramStateLayer implements Layer {
  private static final int PR_SCHED_CORE = 62;
  private static final int PR_SCHED_CORE_GET = 0;

  @Override
  public String name() {
    return "program state";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.CORE_SCHEDULING, Wall.SPECULATION_CONTROL);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    WallState core = coreScheduling();
    List<SpeculationControl> controls = SpeculationControl.available();
    return List.of(
        new Finding(
            "core scheduling", core.inForce() ? State.AVAILABLE : State.ABSENT, core.detail(), ""),
        new Finding(
            "speculation controls",
            controls.isEmpty() ? State.ABSENT : State.AVAILABLE,
            controls.isEmpty()
                ? "the CPU or the kernel leaves none to a process"
                : controls + ", on request",
            ""));
  }

  /** Asks for the own cookie with a null pointer: EFAULT means that there would have been one. */
  private static WallState coreScheduling() {
    long result = Kernel.host().call("prctl", PR_SCHED_CORE, PR_SCHED_CORE_GET, 0, 0, 0);
    return switch ((int) -result) {
      case 0, Errno.EFAULT ->
          new WallState(
              Wall.CORE_SCHEDULING,
              true,
              "no other sandbox or process shares a core with a program");
      case Errno.ENODEV ->
          new WallState(
              Wall.CORE_SCHEDULING,
              false,
              "the CPUs have one thread for each core, or hide that they have two");
      default ->
          new WallState(
              Wall.CORE_SCHEDULING, false, "the kernel has no core scheduling (CONFIG_SCHED_CORE)");
    };
  }

  private static WallState speculation(
      SandboxSpec spec, boolean asked, List<SpeculationControl> controls) {
    if (!asked && !spec.required().contains(Wall.SPECULATION_CONTROL)) {
      return new WallState(
          Wall.SPECULATION_CONTROL,
          false,
          "left as the kernel has it; Speculation.RESTRICTED holds it back");
    }
    return controls.isEmpty()
        ? new WallState(
            Wall.SPECULATION_CONTROL, false, "the CPU or the kernel leaves none to a process")
        : new WallState(Wall.SPECULATION_CONTROL, true, controls + " held back");
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    WallState core = coreScheduling();
    boolean restricted = false;
    if (spec.isolation() instanceof ProcessIsolation process) {
      restricted =
          process.option(Speculation.class).orElse(Speculation.UNCHANGED) == Speculation.RESTRICTED;
      if (process.without().contains(Wall.CORE_SCHEDULING)) {
        core = new WallState(Wall.CORE_SCHEDULING, false, "left out, as asked for");
      }
    }
    List<SpeculationControl> controls = SpeculationControl.available();
    WallState speculation = speculation(spec, restricted, controls);
    for (WallState state : List.of(core, speculation)) {
      if (spec.required().contains(state.wall()) && !state.inForce()) {
        throw new UnsupportedHostException(
            "no " + state.wall() + ": " + state.detail(), new HostReport(probe(host)));
      }
    }
    return new PreparedProgramState(core, speculation, controls);
  }
}
