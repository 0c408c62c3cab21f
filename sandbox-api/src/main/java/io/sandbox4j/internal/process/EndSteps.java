/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.AWAIT_EXIT;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.RunSpec;
import java.util.List;

/** How the processes of a run end: killed by the shim, each waited for. */
final class EndSteps {
  private static final int SIGKILL = 9;

  private final RunSpec run;
  private final PlanBuilder plan;

  EndSteps(RunSpec run, PlanBuilder plan) {
    this.run = run;
    this.plan = plan;
  }

  void contribute() {
    var kill = plan.at(Role.END, Stage.PREPARE);
    for (String name : List.of("entry.pidfd", "program.pidfd", "init.pidfd")) {
      boolean init = name.startsWith("init");
      if (init ? run.makesSandbox() : run.kind() != RunSpec.Kind.SESSION) {
        kill.call(
                "kill " + name.substring(0, name.indexOf('.')),
                "pidfd_send_signal",
                plan.saved(name),
                Operand.value(SIGKILL, "SIGKILL"),
                Operand.NULL,
                Operand.value(0))
            .ifPresent()
            .unless(Errno.ESRCH);
      }
    }
    var wait = plan.at(Role.END, Stage.EXEC);
    if (run.kind() != RunSpec.Kind.SESSION) {
      wait.does(
          "wait for the process that entered",
          AWAIT_EXIT,
          Operand.value(Role.ENTRY.number(), "ENTRY"));
      wait.does(
          "wait for the program", AWAIT_EXIT, Operand.value(Role.PROGRAM.number(), "PROGRAM"));
    }
    if (run.makesSandbox()) {
      wait.does(
          "wait for init: then every process is gone",
          AWAIT_EXIT,
          Operand.value(Role.INIT.number(), "INIT"));
    }
  }
}
