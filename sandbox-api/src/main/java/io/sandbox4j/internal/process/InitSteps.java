/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.AWAIT;

import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.ProcessDirectory;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Stand;
import io.sandbox4j.spi.OwnFilters;
import io.sandbox4j.spi.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Init's clone, its meeting points with the shim, its lock. */
final class InitSteps {
  /** Tells the program's process that init is locked: an eventfd that both inherit. */
  static final String LOCKED = "init.locked";

  private static final long CLONE_NEWNS = 0x20000;
  private static final long CLONE_NEWNET = 0x40000000;
  private static final int SIGKILL = 9;
  private static final int NO_SLOT = 255;

  private final RunSpec run;
  private final PlanBuilder plan;
  private final Messages messages;
  private final @Nullable OwnFilters filters;

  InitSteps(RunSpec run, PlanBuilder plan, @Nullable OwnFilters filters) {
    this.run = run;
    this.plan = plan;
    this.messages = new Messages(plan);
    this.filters = filters;
  }

  void contribute() {
    if (run.clonesProgramEarly()) {
      plan.at(Role.SHIM, Stage.PREPARE)
          .call(
              "make the event that tells the program that init is locked",
              "eventfd2",
              Operand.value(0),
              Operand.value(ControlSockets.O_CLOEXEC, "EFD_CLOEXEC"))
          .saveDescriptor(LOCKED);
      plan.keep(Role.INIT, plan.saved(LOCKED), false);
    }
    new CloneSteps(plan)
        .add(
            Role.SHIM,
            Stage.PREPARE,
            "clone the sandbox's pid 1",
            Role.INIT,
            0,
            CloneSteps.SIGCHLD,
            "init",
            stands());
    Operand go = new Operand.Address(plan.bytes(new byte[] {1}, "go"), 0);
    goOn(plan, Stage.USER_NAMESPACE, go, "let it go on: its ids are mapped");
    waitForGo(plan, Stage.USER_NAMESPACE, "wait until the ids are mapped");
    if (run.entering() == Role.ENTRY) {
      namespacesByDescriptor(go);
    }
    lock();
    if (run.clonesProgramEarly()) {
      Chunk one = plan.room(8, "1").put64(0, 1);
      plan.at(Role.INIT, Stage.SECCOMP)
          .call(
              "tell the program that init is locked",
              "write",
              plan.saved(LOCKED),
              new Operand.Address(one, 0),
              Operand.value(8))
          .exactly(8);
    }
    ready(go);
  }

  /** The shim lets init go on. */
  static void goOn(PlanBuilder plan, Stage stage, Operand go, String label) {
    plan.at(Role.SHIM, stage)
        .call(label, "write", plan.saved("init.control"), go, Operand.value(1))
        .exactly(1);
  }

  /** Init waits for that. */
  static void waitForGo(PlanBuilder plan, Stage stage, String label) {
    plan.at(Role.INIT, stage)
        .call(
            label,
            "read",
            plan.saved("init.end"),
            new Operand.Address(plan.room(8, "byte"), 0),
            Operand.value(1))
        .exactly(1);
  }

  /** What was made ahead of the launch. */
  private List<Stand> stands() {
    List<Stand> stands = new ArrayList<>();
    if (run.hasPreparedRoot()) {
      stands.add(new Stand(plan.passed(RunSpec.PREPARED_ROOT), CLONE_NEWNS));
    }
    if (run.hasPreparedNetwork()) {
      stands.add(new Stand(plan.passed(RunSpec.PREPARED_NETWORK), CLONE_NEWNET));
    }
    return stands;
  }

  private void lock() {
    var lock = plan.at(Role.INIT, Stage.LANDLOCK);
    prctl(lock, "gain nothing from setuid programs", 38, "PR_SET_NO_NEW_PRIVS", 1);
    prctl(lock, "let nobody look into init or through its descriptors", 4, "PR_SET_DUMPABLE", 0);
    prctl(lock, "die with the shim", 1, "PR_SET_PDEATHSIG", Operand.value(SIGKILL, "SIGKILL"));
    if (filters != null) {
      plan.at(Role.INIT, Stage.SECCOMP)
          .call(
              "allow init only what reaping needs",
              "seccomp",
              Operand.value(1, "SECCOMP_SET_MODE_FILTER"),
              Operand.value(0),
              BootPlan.program(plan, filters.init(run.host().machine())));
    }
  }

  /**
   * A shim that died before init asked to die with it does not answer. That its end of the socket
   * is closed shows only when the last child that was born with a copy has let go of it: a word
   * sent meanwhile arrives, an answer never does (P46).
   */
  private void ready(Operand go) {
    messages.send(
        Role.INIT,
        Stage.EXEC,
        "say that init is locked, hand over the private file system",
        plan.saved("init.end"),
        messages.word(2, Role.INIT),
        List.of(plan.saved("disk.mount")));
    waitForGo(
        plan, Stage.EXEC, "wait for the shim to have heard it: it lives and will be died with");
    plan.at(Role.INIT, Stage.EXEC)
        .call(
            "close every descriptor",
            "close_range",
            Operand.value(0),
            Operand.value(0xffffffffL, "~0"),
            Operand.value(0));
    // With a program that is cloned early: its own word comes later, its failure is the
    // consequence.
    Stage heard = run.clonesProgramEarly() ? Stage.PROCESS : Stage.ROOT_FILESYSTEM;
    plan.at(Role.SHIM, heard)
        .does(
            "wait until init is locked",
            AWAIT,
            Operand.value(Role.INIT.number(), "INIT"),
            Operand.value(2),
            Operand.value(NO_SLOT, "-"),
            Operand.value(plan.slot("disk.received").index(), "disk.received"),
            Operand.value(1));
    goOn(plan, heard, go, "let init rest: the shim has heard it");
    plan.report(plan.slot("disk.received"));
  }

  /** An ordinary user may not enter through the pidfd of an undumpable process, so before. */
  private void namespacesByDescriptor(Operand go) {
    var init = plan.at(Role.INIT, Stage.PROCESS);
    init.call(
            "say that the namespaces stand",
            "write",
            plan.saved("init.end"),
            new Operand.Address(messages.word(1, Role.INIT), 0),
            Operand.value(Messages.WORD))
        .exactly(Messages.WORD);
    waitForGo(plan, Stage.PROCESS, "wait until the shim holds them");
    var shim = plan.at(Role.SHIM, Stage.NAMESPACES);
    shim.does(
        "wait until its namespaces stand",
        AWAIT,
        Operand.value(Role.INIT.number(), "INIT"),
        Operand.value(1),
        Operand.value(NO_SLOT, "-"),
        Operand.value(NO_SLOT, "-"),
        Operand.value(0));
    ProcessDirectory.open(plan, Stage.NAMESPACES, "its").saveDescriptor("init.proc");
    for (String kind : EntrySteps.KINDS) {
      shim.call(
              "hold its " + kind + " namespace",
              "openat",
              plan.saved("init.proc"),
              plan.text("ns/" + kind),
              Operand.value(ControlSockets.O_CLOEXEC, "O_RDONLY|O_CLOEXEC"))
          .saveDescriptor("ns." + kind);
    }
    shim.call("let it go on", "write", plan.saved("init.control"), go, Operand.value(1)).exactly(1);
  }

  static void prctl(PlanBuilder.Place at, String label, int option, String name, long value) {
    prctl(at, label, option, name, Operand.value(value));
  }

  private static void prctl(
      PlanBuilder.Place at, String label, int option, String name, Operand value) {
    at.call(
        label,
        "prctl",
        Operand.value(option, name),
        value,
        Operand.value(0),
        Operand.value(0),
        Operand.value(0));
  }
}
