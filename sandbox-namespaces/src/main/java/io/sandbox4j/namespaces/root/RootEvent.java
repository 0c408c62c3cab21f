/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;

/**
 * Where init mounts and the program's process waits for it: an eventfd (eventfd(2)) that both
 * inherit from the shim. No path is looked at before.
 */
final class RootEvent {
  private static final String SLOT = "root.stands";
  private static final int COUNT = 8;
  private static final int EFD_CLOEXEC = 0x80000;

  private RootEvent() {}

  /** Init says that its mounts stand; what follows is done by the program's process. */
  static void handOver(Assembly assembly) {
    PlanBuilder plan = assembly.plan();
    plan.at(Role.SHIM, Stage.PREPARE)
        .call(
            "make the event that tells the program that its root stands",
            "eventfd2",
            value(0),
            value(EFD_CLOEXEC, "EFD_CLOEXEC"))
        .saveDescriptor(SLOT);
    plan.keep(Role.INIT, plan.saved(SLOT), false);
    plan.keep(Role.PROGRAM, plan.saved(SLOT), false);
    Chunk one = plan.room(COUNT, "1").put64(0, 1);
    assembly
        .call(
            "tell the program that its root stands",
            "write",
            plan.saved(SLOT),
            new Operand.Address(one, 0),
            value(COUNT))
        .exactly(COUNT);
    assembly.byProgram();
    assembly
        .call(
            "wait until the root stands",
            "read",
            plan.saved(SLOT),
            new Operand.Address(plan.room(COUNT, "count"), 0),
            value(COUNT))
        .exactly(COUNT);
  }
}
