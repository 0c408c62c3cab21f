/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Command;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Action.Special;
import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.RunSpec;
import java.util.List;

/**
 * What a session's command started dies with it also where no cgroup holds it together. Each
 * command gets a cgroup namespace, for no other reason than that its descendants are born in it and
 * have no right to leave it, and that the shim can see who stands in it.
 */
final class FamilySteps {
  private static final long CLONE_NEWCGROUP = 0x2000000;
  private static final int WORD = 5; // 1 to 3 are the skeleton's, 4 is the seccomp listener's
  private static final int NO_SLOT = 255;
  private static final String PROC = "host.proc";
  private static final String FAMILY = "family";

  private final RunSpec run;
  private final PlanBuilder plan;

  FamilySteps(RunSpec run, PlanBuilder plan) {
    this.run = run;
    this.plan = plan;
  }

  void contribute() {
    if (run.command().map(Command::leavesRunning).orElse(false)) {
      return;
    }
    int how = OpenFlags.O_DIRECTORY | CgroupPlan.O_CLOEXEC;
    plan.at(Role.SHIM, Stage.PREPARE)
        .call(
            "hold /proc, to find what the command starts",
            "openat",
            Operand.AT_FDCWD,
            plan.text("/proc"),
            value(how, "O_RDONLY|O_DIRECTORY|O_CLOEXEC"))
        .saveDescriptor(PROC);
    plan.keep(run.entering(), plan.saved(PROC), false);
    program();
    plan.at(Role.SHIM, Stage.LATE_CGROUP) // the program's next word is about its filter
        .does(
            "wait for the command's cgroup namespace",
            Special.AWAIT,
            value(Role.PROGRAM.number(), "PROGRAM"),
            value(WORD),
            value(NO_SLOT, "-"),
            value(plan.slot(FAMILY).index(), FAMILY),
            value(1));
    plan.at(Role.END, Stage.CGROUP)
        .does(
            "kill what is left of the command",
            Special.KILL_FAMILY,
            plan.saved(PROC),
            plan.saved(FAMILY))
        .ifPresent()
        .again(Errno.EAGAIN);
  }

  private void program() {
    plan.at(Role.PROGRAM, Stage.PROCESS)
        .call(
            "make a cgroup namespace for what it starts",
            "unshare",
            value(CLONE_NEWCGROUP, "CLONE_NEWCGROUP"))
        .advice(
            Errno.ENOSPC, "A limit of namespaces is reached: raise user.max_cgroup_namespaces.");
    plan.at(Role.PROGRAM, Stage.PROCESS)
        .call(
            "hold it",
            "openat",
            plan.saved(PROC),
            plan.text("self/ns/cgroup"),
            value(CgroupPlan.O_CLOEXEC, "O_RDONLY|O_CLOEXEC"))
        .save("family.own");
    Messages messages = new Messages(plan);
    messages.send(
        Role.PROGRAM,
        Stage.PROCESS,
        "hand it to the shim",
        plan.saved("program.end"),
        messages.word(WORD, Role.PROGRAM),
        List.of(plan.saved("family.own")));
  }
}
