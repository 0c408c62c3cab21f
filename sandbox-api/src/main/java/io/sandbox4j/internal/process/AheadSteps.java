/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.AWAIT;

import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.ProcessDirectory;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.Ahead;
import io.sandbox4j.spi.RunSpec;
import java.util.List;

/**
 * The frame of a plan that makes a namespace ahead of the launches: a child makes it, the JVM gets
 * a descriptor of it, the child is killed.
 */
final class AheadSteps {
  /** What the slots are called whose descriptors the JVM gets. */
  private static final String MADE = "made.";

  private static final int NO_SLOT = 255;
  private static final int SIGKILL = 9;
  private static final int MADE_IT = 2;

  private final RunSpec run;
  private final PlanBuilder plan;
  private final Ahead what;

  AheadSteps(RunSpec run, PlanBuilder plan, Ahead what) {
    this.run = run;
    this.plan = plan;
    this.what = what;
  }

  /** The slot of the n-th namespace. */
  static String made(int n) {
    return MADE + n;
  }

  void begin() {
    for (int i = 0; i < what.atOnce(); i++) {
      plan.report(plan.slot(made(i))); // in a row, as await fills them
    }
    plan.channel(
        Role.INIT, plan.slot("init.pid"), plan.slot("init.control"), plan.slot("init.end"));
    plan.keep(Role.INIT, plan.saved("init.end"), false);
    dieWithTheShim(Stage.PREPARE);
  }

  private void dieWithTheShim(Stage stage) {
    InitSteps.prctl(plan.at(Role.INIT, stage), "die with the shim", 1, "PR_SET_PDEATHSIG", SIGKILL);
  }

  void finish() {
    ControlSockets.pair(plan, Stage.PREPARE, "init.control", "init.end");
    new CloneSteps(plan)
        .add(
            Role.SHIM,
            Stage.PREPARE,
            "clone the process that makes it",
            Role.INIT,
            0,
            CloneSteps.SIGCHLD,
            "init",
            List.of());
    switch (what) {
      case ROOT -> root();
      case NETWORK -> await(plan.slot(made(0)).index(), what.atOnce());
    }
    waitForTheEnd();
    new EndSteps(run, plan).contribute();
  }

  /** The id maps are written from outside, and the namespace is taken from there. */
  private void root() {
    Operand go = new Operand.Address(plan.bytes(new byte[] {1}, "go"), 0);
    InitSteps.goOn(plan, Stage.USER_NAMESPACE, go, "let it go on: its ids are mapped");
    InitSteps.waitForGo(plan, Stage.USER_NAMESPACE, "wait until the ids are mapped");
    dieWithTheShim(Stage.EXEC); // once more: a change of ids has cleared it
    plan.at(Role.INIT, Stage.EXEC)
        .call(
            "say that the root stands",
            "write",
            plan.saved("init.end"),
            new Operand.Address(new Messages(plan).word(MADE_IT, Role.INIT), 0),
            Operand.value(Messages.WORD))
        .exactly(Messages.WORD);
    await(NO_SLOT, 0);
    var shim = plan.at(Role.SHIM, Stage.EXEC);
    ProcessDirectory.open(plan, Stage.EXEC, "its").saveDescriptor("init.proc");
    shim.call(
            "hold its mount namespace",
            "openat",
            plan.saved("init.proc"),
            plan.text("ns/mnt"),
            Operand.value(ControlSockets.O_CLOEXEC, "O_RDONLY|O_CLOEXEC"))
        .saveDescriptor(made(0));
  }

  /**
   * Nobody lets it go on. A shim that died before it was asked to be died with ends this by an end
   * of file, at the latest when the last child that was born with a copy of its end of the socket
   * has let go of that (P46).
   */
  private void waitForTheEnd() {
    InitSteps.waitForGo(plan, Stage.EXEC, "wait to be killed");
  }

  private void await(int slot, int descriptors) {
    plan.at(Role.SHIM, Stage.EXEC)
        .does(
            "wait until it is made",
            AWAIT,
            Operand.value(Role.INIT.number(), "INIT"),
            Operand.value(MADE_IT),
            Operand.value(NO_SLOT, "-"),
            Operand.value(slot, slot == NO_SLOT ? "-" : made(0)),
            Operand.value(descriptors));
  }
}
