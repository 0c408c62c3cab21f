/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.OwnFilters;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.Unshared;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of every launch that no layer owns: which processes there are, where they wait for each
 * other, and how they end. Layers fill the stages between.
 *
 * <p>A shim of root clones the program itself, standing in init's namespaces meanwhile. An ordinary
 * user's shim may not enter them without their user namespace, from which there is no way back: it
 * clones a process that enters and clones the program for it.
 *
 * <p>Words over the control sockets: 1 init's namespaces stand, 2 init is locked, 3 the program is
 * cloned, 4 its seccomp listener, 5 init may join its cgroups, 6 the program's streams.
 */
final class LaunchSkeleton {
  private static final long NAMESPACES = 0x7e02_0000L | 0x80; // NEWNS..NEWNET, NEWCGROUP, NEWTIME

  /** By the numbers of their descriptors. */
  static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

  private final RunSpec run;
  private final PlanBuilder plan;
  private final @Nullable OwnFilters filters;

  LaunchSkeleton(RunSpec run, PlanBuilder plan, @Nullable OwnFilters filters) {
    this.run = run;
    this.plan = plan;
    this.filters = filters;
  }

  /** Before the layers: who keeps which descriptor, at which number. */
  void begin() {
    Slot control = plan.slot("init.control");
    Slot end = plan.slot("init.end");
    plan.channel(Role.INIT, plan.slot("init.pid"), control, end);
    plan.channel(Role.ENTRY, plan.slot("entry.pid"), control, end);
    plan.channel(
        Role.PROGRAM,
        plan.slot("program.pid"),
        plan.slot("program.control"),
        plan.slot("program.end"));
    if (run.makesSandbox()) {
      plan.keep(Role.INIT, plan.saved("init.end"), false);
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      for (String stream : STREAMS) {
        Operand there = plan.passed(stream); // the first ones in any case
        // Who stands by has something else in their places, so that nothing else gets there.
        plan.keep(
            run.entering(), run.standsBy() ? plan.saved("program.end") : there, !run.standsBy());
      }
      plan.keep(run.entering(), plan.saved("program.end"), false);
    }
  }

  /** After the layers: clones, meeting points, the program, the end. */
  void finish() {
    ControlSockets.pair(plan, Stage.PREPARE, "init.control", "init.end");
    if (run.makesSandbox()) {
      run.note(new CloneFlags(plan.cloneFlags(Role.INIT)));
      new InitSteps(run, plan, filters).contribute();
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      new EntrySteps(run, plan).contribute(namespaces());
      new ProgramSteps(run, plan).contribute(run.command().orElseThrow());
    }
    new EndSteps(run, plan).contribute();
  }

  /** Something the launch of the sandbox saved, from this plan or from the session's. */
  static Operand held(RunSpec run, PlanBuilder plan, String name) {
    return run.session().isEmpty()
        ? plan.saved(name)
        : new Operand.OfSession(
            run.session().get().noted(SessionSlots.class).orElseThrow().slot(name));
  }

  /**
   * Which namespaces the sandbox has: what the layers asked for at the clone, and by unshare after.
   */
  private long namespaces() {
    long flags =
        run.session().isEmpty()
            ? plan.cloneFlags(Role.INIT)
            : run.session().get().noted(SessionSlots.class).orElseThrow().namespaces();
    return (flags
            | run.noted(Unshared.class)
                .or(() -> run.session().flatMap(s -> s.noted(Unshared.class)))
                .map(Unshared::flags)
                .orElse(0L))
        & NAMESPACES;
  }

  /** The CLONE_NEW flags of a sandbox's init. */
  record CloneFlags(long flags) {}

  /** What commands of a session need from its plan. */
  record SessionSlots(Map<String, Slot> slots, long namespaces) {
    Slot slot(String name) {
      Slot slot = slots.get(name);
      if (slot == null) {
        throw new IllegalStateException("the session's plan has no " + name);
      }
      return slot;
    }
  }
}
