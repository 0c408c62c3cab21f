/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.AWAIT;
import static io.sandbox4j.launch.Action.Special.AWAIT_EXEC;
import static io.sandbox4j.launch.Action.Special.AWAIT_GO;
import static io.sandbox4j.launch.Action.Special.STORE32;

import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Stand;
import io.sandbox4j.spi.FilterFirst;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SingleExec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the program's process comes into the sandbox's namespaces as a child of the shim: cloned by
 * the shim itself where that is root, else by a process that enters first.
 */
final class EntrySteps {
  /** The kinds as /proc/pid/ns names them, in the order in which they are entered. */
  static final List<String> KINDS =
      List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time");

  private static final int STREAMS_WORD = 6;
  private static final long NEWTIME = 0x80;
  private static final long NEWCGROUP = 0x2000000;
  private static final long NEWUSER = 0x10000000;
  private static final Map<String, Long> FLAGS =
      Map.of(
          "user",
          NEWUSER,
          "mnt",
          0x20000L,
          "pid",
          0x20000000L,
          "net",
          0x40000000L,
          "ipc",
          0x8000000L,
          "uts",
          0x4000000L,
          "cgroup",
          NEWCGROUP,
          "time",
          NEWTIME);

  private final RunSpec run;
  private final PlanBuilder plan;

  EntrySteps(RunSpec run, PlanBuilder plan) {
    this.run = run;
    this.plan = plan;
  }

  void contribute(long namespaces) {
    Stage stage = run.clonesProgramEarly() ? Stage.USER_NAMESPACE : Stage.PROCESS;
    ControlSockets.pair(plan, stage, "program.control", "program.end");
    if (run.entering() == Role.PROGRAM) {
      direct(namespaces, stage);
    } else {
      through(namespaces);
    }
    if (run.standsBy()) {
      standBy();
    }
    awaitExec();
    if (!run.makesSandbox()) {
      new SessionCopyIn(run, plan).contribute();
    }
  }

  private void awaitExec() {
    var steps = plan.at(Role.SHIM, Stage.EXEC);
    Optional<SingleExec> single = run.noted(SingleExec.class);
    if (single.isPresent()) {
      steps.does(
          "let the program's execve through, and wait for it",
          AWAIT_EXEC,
          plan.saved("listener"),
          Operand.value(single.get().number(), "execve"));
    } else {
      steps.does("wait for the program's execve", AWAIT_EXEC);
    }
  }

  /**
   * The shim goes where init is and clones the program there; only the user and the time namespace
   * are entered by the program itself, and its cgroup namespace is its own.
   */
  private void direct(long namespaces, Stage stage) {
    Operand init = LaunchSkeleton.held(run, plan, "init.pidfd");
    long later = namespaces & (NEWUSER | NEWTIME);
    new CloneSteps(plan)
        .add(
            Role.SHIM,
            stage,
            "clone the program inside the sandbox",
            Role.PROGRAM,
            0,
            CloneSteps.SIGCHLD,
            "program",
            List.of(new Stand(init, namespaces & ~(NEWUSER | NEWTIME | NEWCGROUP))));
    plan.at(Role.SHIM, stage)
        .call("leave the program's end to it", "close", plan.saved("program.end"))
        .clears();
    InitSteps.prctl(
        plan.at(Role.PROGRAM, Stage.PREPARE),
        "let nobody look into the program before its execve",
        4,
        "PR_SET_DUMPABLE",
        0);
    if (later != 0) {
      plan.keep(Role.PROGRAM, init, false);
      plan.at(Role.PROGRAM, Stage.USER_NAMESPACE)
          .call(
              "enter the sandbox's user and time namespaces",
              "setns",
              init,
              Operand.value(later, shown(later)));
    }
    if (run.clonesProgramEarly()) {
      plan.keep(Role.PROGRAM, plan.saved(InitSteps.LOCKED), false);
    }
  }

  private static String shown(long flags) {
    return KINDS.stream()
        .filter(kind -> (flags & FLAGS.getOrDefault(kind, 0L)) != 0)
        .map(kind ->
            "CLONE_NEW" + (kind.equals("mnt") ? "NS" : kind.toUpperCase(java.util.Locale.ROOT)))
        .collect(java.util.stream.Collectors.joining("|"));
  }

  /** The launch stands still until there are streams for its program. */
  private void standBy() {
    List<Operand.Passed> streams = LaunchSkeleton.STREAMS.stream().map(plan::passed).toList();
    plan.at(Role.SHIM, Stage.RLIMITS).does("wait until the launch is wanted", AWAIT_GO);
    Stage last = run.noted(FilterFirst.class).isPresent() ? Stage.EXEC : Stage.LANDLOCK;
    Messages messages = new Messages(plan);
    messages.send(
        Role.SHIM,
        Stage.LANDLOCK,
        "hand its streams to the program",
        plan.saved("program.control"),
        messages.word(STREAMS_WORD, Role.SHIM),
        streams);
    List<String> received = LaunchSkeleton.STREAMS.stream().map(s -> "program." + s).toList();
    messages.receive(
        Role.PROGRAM, last, "wait for the streams", plan.saved("program.end"), received);
    for (int i = 0; i < received.size(); i++) {
      plan.at(Role.PROGRAM, last)
          .call(
              "put " + LaunchSkeleton.STREAMS.get(i) + " in its place",
              "dup3",
              plan.saved(received.get(i)),
              Operand.value(i),
              Operand.value(0))
          .exactly(i);
    }
  }

  /** A process enters, namespace by namespace, and clones the program as the shim's child. */
  private void through(long namespaces) {
    Messages messages = new Messages(plan);
    plan.keep(Role.ENTRY, plan.saved("init.end"), false);
    new CloneSteps(plan)
        .add(
            Role.SHIM,
            Stage.PROCESS,
            "clone the process that enters the sandbox",
            Role.ENTRY,
            0,
            CloneSteps.SIGCHLD,
            "entry",
            List.of());
    var shim = plan.at(Role.SHIM, Stage.PROCESS);
    shim.call("leave the program's end to it", "close", plan.saved("program.end")).clears();
    shim.does(
        "wait until the program is cloned",
        AWAIT,
        Operand.value(Role.ENTRY.number(), "ENTRY"),
        Operand.value(3),
        Operand.value(plan.slot("program.pid").index(), "program.pid"),
        Operand.value(plan.slot("program.pidfd").index(), "program.pidfd"),
        Operand.value(1));
    var enter = plan.at(Role.ENTRY, Stage.USER_NAMESPACE);
    for (String kind : KINDS) {
      if ((namespaces & FLAGS.getOrDefault(kind, 0L)) != 0) {
        Operand namespace = LaunchSkeleton.held(run, plan, "ns." + kind);
        plan.keep(Role.ENTRY, namespace, false);
        enter.call("enter its " + kind + " namespace", "setns", namespace, Operand.value(0));
      }
    }
    InitSteps.prctl(
        plan.at(Role.ENTRY, Stage.PROCESS),
        "let nobody look into the program before its execve",
        4,
        "PR_SET_DUMPABLE",
        0);
    new CloneSteps(plan)
        .add(
            Role.ENTRY,
            Stage.EXEC,
            "clone the program as the shim's own child",
            Role.PROGRAM,
            CloneSteps.CLONE_PARENT,
            0,
            "program",
            List.of());
    Chunk word = messages.word(3, Role.ENTRY);
    plan.at(Role.ENTRY, Stage.EXEC)
        .does("tell its pid", STORE32, Messages.number(word), plan.saved("program.pid"));
    messages.send(
        Role.ENTRY,
        Stage.EXEC,
        "say that the program is cloned",
        plan.saved("init.end"),
        word,
        List.of(plan.saved("program.pidfd")));
  }
}
