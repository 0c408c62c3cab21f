/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.NULL;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The steps that give a program a state of its own. */
final class PreparedProgramState implements PreparedLayer {
  private static final int PR_SCHED_CORE = 62;
  private static final int PR_SCHED_CORE_CREATE = 1;
  private static final int THREAD_GROUP = 1;
  private static final int PR_SET_SPECULATION_CTRL = 53;
  private static final int PR_SPEC_FORCE_DISABLE = 8;
  private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;

  private final WallState core;
  private final WallState speculation;
  private final List<SpeculationControl> controls;
  private final HostFacts host;

  PreparedProgramState(
      WallState core, WallState speculation, List<SpeculationControl> controls, HostFacts host) {
    this.core = core;
    this.speculation = speculation;
    this.controls = List.copyOf(controls);
    this.host = host;
  }

  @Override
  public List<WallState> walls() {
    return List.of(core, speculation);
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.makesSandbox()) {
      killable(plan, Role.INIT);
    }
    if (run.kind() == RunSpec.Kind.SESSION) {
      return;
    }
    killable(plan, Role.ENTRY);
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

  /** A JVM protected from the OOM killer would make programs that cannot be killed for memory. */
  private void killable(PlanBuilder plan, Role role) {
    if (host.oomScoreAdj() >= 0) {
      return;
    }
    Operand zero =
        new Operand.Address(plan.bytes("0".getBytes(StandardCharsets.US_ASCII), "\"0\""), 0);
    var steps = plan.at(role, Stage.PREPARE);
    steps
        .call(
            "open the protection from the OOM killer",
            "openat",
            Operand.AT_FDCWD,
            plan.text("/proc/self/oom_score_adj"),
            value(O_WRONLY | O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
        .save("oom");
    steps.call("give it up", "write", plan.saved("oom"), zero, value(1)).exactly(1);
  }
}
