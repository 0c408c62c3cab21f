/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.util.List;

/** The steps that take every capability away. */
final class PreparedCapabilities implements PreparedLayer {
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_SECUREBITS = 28;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  // NOROOT, NOROOT_LOCKED, KEEP_CAPS_LOCKED, NO_CAP_AMBIENT_RAISE and its lock: linux/securebits.h
  private static final int SECUREBITS = 0x1 | 0x2 | 0x20 | 0x40 | 0x80;
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  private final int last;

  PreparedCapabilities(int last) {
    this.last = last;
  }

  @Override
  public List<WallState> walls() {
    return List.of(
        new WallState(
            Wall.CAPABILITIES,
            true,
            "all " + (last + 1) + " are dropped, bounding and ambient sets as well"),
        new WallState(Wall.NO_NEW_PRIVS, true, "execve grants nothing"));
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.makesSandbox()) {
      // While the shim writes the id maps init would only wait; what it holds it keeps until
      // capset. A new user namespace begins with a full bound.
      bound(plan, Role.INIT, Stage.PREPARE);
      clear(plan, Role.INIT);
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      // By the process that enters: once the program is an ordinary user it may not lower the
      // bound.
      bound(plan, run.entering(), Stage.PROCESS);
      clear(plan, Role.PROGRAM);
      plan.at(Role.PROGRAM, Stage.CAPABILITIES)
          .call(
              "gain nothing from setuid programs",
              "prctl",
              value(PR_SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS"),
              value(1),
              value(0),
              value(0),
              value(0));
    }
  }

  private void bound(PlanBuilder plan, Role role, Stage stage) {
    var steps = plan.at(role, stage);
    steps
        .call(
            "take every capability out of the bounding set",
            "prctl",
            value(PR_CAPBSET_DROP, "PR_CAPBSET_DROP"),
            value(0),
            value(0),
            value(0),
            value(0))
        .repeat(last + 1);
    steps.call(
        "give user 0 no capabilities at execve, for good",
        "prctl",
        value(PR_SET_SECUREBITS, "PR_SET_SECUREBITS"),
        value(SECUREBITS, "NOROOT|NO_CAP_AMBIENT_RAISE|LOCKED"),
        value(0),
        value(0),
        value(0));
  }

  private static void clear(PlanBuilder plan, Role role) {
    var steps = plan.at(role, Stage.CAPABILITIES);
    Chunk header = plan.room(8, "{_LINUX_CAPABILITY_VERSION_3, 0}").put32(0, CAPABILITY_VERSION_3);
    Chunk none = plan.room(24, "{0, 0, 0}");
    if (role == Role.PROGRAM) { // init's is empty, as in every new user namespace, and stays so
      steps.call(
          "clear the ambient set",
          "prctl",
          value(PR_CAP_AMBIENT, "PR_CAP_AMBIENT"),
          value(PR_CAP_AMBIENT_CLEAR_ALL, "PR_CAP_AMBIENT_CLEAR_ALL"),
          value(0),
          value(0),
          value(0));
    }
    steps.call(
        "drop every capability",
        "capset",
        new Operand.Address(header, 0),
        new Operand.Address(none, 0));
  }
}
