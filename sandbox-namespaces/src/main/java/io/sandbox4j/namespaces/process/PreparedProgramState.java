/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.NULL;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.util.List;

/** The steps that give a program a state of its own. */
final class PreparedProgramState implements PreparedLayer {
  private static final int PR_SCHED_CORE = 62;
  private static final int PR_SCHED_CORE_CREATE = 1;
  private static final int THREAD_GROUP = 1;
  private static final int PR_SET_SPECULATION_CTRL = 53;
  private static final int PR_SPEC_FORCE_DISABLE = 8;
  private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;

  private final WallState core;
  private final WallState speculation;
  private final List<SpeculationControl> controls;

  PreparedProgramState(WallState core, WallState speculation, List<SpeculationControl> controls) {
    this.core = core;
    this.speculation = speculation;
    this.controls = List.copyOf(controls);
  }

  @Override
  public List<WallState> walls() {
    return List.of(core, speculation);
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.kind() == RunSpec.Kind.SESSION) {
      return;
    }
    var process = plan.at(Role.PROGRAM, Stage.PROCESS);
    process.call("files it makes are not writable by others", "umask", value(022, "022"));
    process
        .call(
            "give it the ordinary priority",
            "setpriority",
            value(0, "PRIO_PROCESS"),
            value(0),
            value(0))
        .unless(Errno.EACCES)
        .unless(Errno.EPERM);
    if (core.inForce()) {
      process.call(
          "let it share a core with nobody",
          "prctl",
          value(PR_SCHED_CORE, "PR_SCHED_CORE"),
          value(PR_SCHED_CORE_CREATE, "PR_SCHED_CORE_CREATE"),
          value(0),
          value(THREAD_GROUP, "PIDTYPE_TGID"),
          value(0));
    }
    if (speculation.inForce()) {
      for (SpeculationControl kind : controls) {
        process.call(
            "hold speculation back",
            "prctl",
            value(PR_SET_SPECULATION_CTRL, "PR_SET_SPECULATION_CTRL"),
            value(kind.number(), "PR_SPEC_" + kind),
            value(PR_SPEC_FORCE_DISABLE, "PR_SPEC_FORCE_DISABLE"),
            value(0),
            value(0));
      }
    }
    // With the program's own ids, so that the keyring counts against its user and not ours.
    plan.at(Role.PROGRAM, Stage.GUEST_IDS)
        .call(
            "give it a session keyring of its own",
            "keyctl",
            value(KEYCTL_JOIN_SESSION_KEYRING, "KEYCTL_JOIN_SESSION_KEYRING"),
            NULL)
        .unless(Errno.ENOSYS)
        .unless(Errno.EDQUOT);
  }
}
