/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Command;
import io.sandbox4j.Limits;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Reading;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a run on cgroup v2. Processes are cloned into their group: an attach afterwards
 * would wait for a grace period of RCU. In a session only leaves hold processes, init in one of its
 * own.
 */
final class UnifiedSteps {
  private static final String GROUP = "cgroup";
  private static final int MICROSECOND = 1000;
  private static final String EVERYTHING =
      "1P"; // no group has as much: reclaim ends with the last page

  private final CgroupChoice.Unified choice;
  private final boolean killsByCgroup;
  private final boolean emptiesMemory;

  UnifiedSteps(CgroupChoice.Unified choice, boolean killsByCgroup, boolean emptiesMemory) {
    this.choice = choice;
    this.killsByCgroup = killsByCgroup;
    this.emptiesMemory = emptiesMemory;
  }

  void contribute(RunSpec run, PlanBuilder builder) {
    CgroupPlan plan = new CgroupPlan(builder);
    Path directory = parent(run).resolve(run.name());
    plan.make(Stage.PREPARE, "cgroup", directory, GROUP);
    limit(run, plan);
    switch (run.kind()) {
      case SINGLE -> {
        builder.cloneInto(Role.INIT, builder.saved(GROUP));
        program(run, plan);
      }
      case SESSION -> session(run, plan, directory);
      case IN_SESSION -> program(run, plan);
    }
    if (emptiesMemory) {
      plan.emptyMemory(GROUP, "memory.reclaim", EVERYTHING);
    }
    plan.remove("cgroup", directory);
  }

  private Path parent(RunSpec run) {
    Optional<SessionCgroups> session = run.session().flatMap(s -> s.noted(SessionCgroups.class));
    return session
        .map(s -> s.directories().getOrDefault(SessionCgroups.UNIFIED, choice.parent()))
        .orElse(choice.parent());
  }

  private void program(RunSpec run, CgroupPlan plan) {
    plan.builder().cloneInto(run.entering(), plan.builder().saved(GROUP));
    exactTasks(run, plan);
    if (run.clonesProgramEarly()) {
      limitsStand(plan);
    }
    if (run.kind() == RunSpec.Kind.SINGLE) {
      plan.reportWhenAlone(run, GROUP);
    }
    figures(run, plan);
    freeze(plan);
    end(run, plan);
  }

  /** The program was cloned into its cgroup before that had limits. */
  private static void limitsStand(CgroupPlan plan) {
    PlanBuilder builder = plan.builder();
    builder
        .at(Role.SHIM, Stage.SOURCES)
        .call(
            "tell the program that its limits stand",
            "write",
            builder.saved("program.control"),
            new Operand.Address(builder.bytes(new byte[] {1}, "go"), 0),
            value(1))
        .exactly(1);
    builder
        .at(Role.PROGRAM, Stage.LATE_CGROUP)
        .call(
            "wait until its limits stand",
            "read",
            builder.saved("program.end"),
            new Operand.Address(builder.room(8, "byte"), 0),
            value(1))
        .exactly(1);
  }

  private void session(RunSpec run, CgroupPlan plan, Path directory) {
    StringBuilder enable = new StringBuilder("+memory +pids");
    for (String controller : new String[] {"cpu", "cpuset"}) {
      if (choice.controllers().contains(controller)) {
        enable.append(" +").append(controller);
      }
    }
    plan.set(
        Role.SHIM,
        Stage.PREPARE,
        "let the commands' cgroups have limits",
        GROUP,
        "cgroup.subtree_control",
        enable.toString());
    Path leaf = directory.resolve("init");
    plan.make(Stage.PREPARE, "leaf for init", leaf, "cgroup.init");
    plan.builder().cloneInto(Role.INIT, plan.builder().saved("cgroup.init"));
    plan.remove("leaf of init", leaf);
    run.note(new SessionCgroups(Map.of(SessionCgroups.UNIFIED, directory)));
  }

  private void limit(RunSpec run, CgroupPlan plan) {
    Limits limits = run.limits();
    if (!limits.memory().isUnlimited()) {
      set(plan, "limit memory", "memory.max", Long.toString(limits.memory().bytes()));
    }
    plan.open(
            Role.SHIM,
            Stage.SOURCES,
            "do not swap",
            plan.builder().saved(GROUP),
            "memory.swap.max",
            CgroupPlan.O_WRONLY)
        .save(plan.fileSlot())
        .skip(Errno.ENOENT, 2); // a kernel without swap has no such file
    Operand zero =
        new Operand.Address(
            plan.builder().bytes("0".getBytes(StandardCharsets.US_ASCII), "\"0\""), 0);
    var shim = plan.builder().at(Role.SHIM, Stage.SOURCES);
    shim.call("do not swap", "write", plan.file(), zero, value(1)).exactly(1);
    shim.call("close it", "close", plan.file()).clears();
    if (run.kind() != RunSpec.Kind.SESSION) {
      set(plan, "when memory runs out, kill the whole group", "memory.oom.group", "1");
    }
    if (limits.tasks() != Long.MAX_VALUE) {
      // One more for a process that enters the sandbox and clones the program.
      int entering = run.entering() == Role.ENTRY ? 1 : 0;
      set(
          plan,
          "limit tasks, ours not counted",
          "pids.max",
          Long.toString(limits.tasks() + ours(run) + entering));
    }
    if (CpuShare.hasQuota(limits)) {
      set(plan, "limit CPUs", "cpu.max", CpuShare.quota(limits) + " " + CpuShare.PERIOD);
    }
    if (CpuShare.isNeeded(limits)) {
      set(plan, "set its share of the CPUs", "cpu.weight", Integer.toString(limits.cpuWeight()));
    }
    if (!limits.pinnedCores().isEmpty()) {
      set(plan, "pin it to cores", "cpuset.cpus", CpuShare.cores(limits.pinnedCores()));
    }
  }

  private static int ours(RunSpec run) {
    return run.makesSandbox() ? 1 : 0;
  }

  /**
   * The process that enters the sandbox is gone by now, or as good as: its place is not the
   * program's.
   */
  private static void exactTasks(RunSpec run, CgroupPlan plan) {
    if (run.entering() == Role.ENTRY && run.limits().tasks() != Long.MAX_VALUE) {
      plan.set(
          Role.SHIM,
          Stage.EXEC,
          "take back the place of the process that entered",
          GROUP,
          "pids.max",
          Long.toString(run.limits().tasks() + ours(run)));
    }
  }

  private static void set(CgroupPlan plan, String label, String file, String content) {
    plan.set(Role.SHIM, Stage.SOURCES, label, GROUP, file, content);
  }

  private static void figures(RunSpec run, CgroupPlan plan) {
    PlanBuilder builder = plan.builder();
    plan.open(
            Role.SHIM,
            Stage.SOURCES,
            "watch CPU time",
            builder.saved(GROUP),
            "cpu.stat",
            CgroupPlan.O_RDONLY)
        .saveDescriptor("cpu.counter");
    Slot counter = builder.slot("cpu.counter");
    CgroupWatches.cpu(run, builder, counter, "usage_usec ", MICROSECOND);
    builder.reading(new Reading("cpu.stat", counter, "", 1024, true));
    for (String file :
        new String[] {
          "memory.peak", "memory.events", "memory.events.local", "pids.peak", "pids.events"
        }) {
      plan.reading(run, GROUP, file, 512, false);
    }
    plan.reading(run, GROUP, "io.stat", 4096, false);
  }

  private static void freeze(CgroupPlan plan) {
    freezer(plan, Role.PAUSE, "freeze", "1");
    freezer(plan, Role.RESUME, "thaw", "0");
  }

  private static void freezer(CgroupPlan plan, Role role, String label, String content) {
    plan.set(role, Stage.CGROUP, label + " its processes", GROUP, "cgroup.freeze", content);
  }

  private void end(RunSpec run, CgroupPlan plan) {
    if (run.kind() == RunSpec.Kind.SINGLE && !killsByCgroup) {
      return; // the pid namespace dies with init
    }
    boolean leaves = run.command().map(Command::leavesRunning).orElse(false);
    PlanBuilder builder = plan.builder();
    var end = builder.at(Role.END, Stage.CGROUP);
    SessionCgroups session = run.session().flatMap(s -> s.noted(SessionCgroups.class)).orElse(null);
    if (leaves && session != null) {
      plan.open(
              Role.END,
              Stage.CGROUP,
              "list what is left",
              builder.saved(GROUP),
              "cgroup.procs",
              CgroupPlan.O_RDONLY)
          .ifPresent()
          .saveDescriptor("pids.left");
      Path leaf = parent(run).resolve("init").resolve("cgroup.procs");
      end.call(
              "what it leaves goes to init's leaf",
              "openat",
              Operand.AT_FDCWD,
              builder.text(leaf.toString()),
              value(CgroupPlan.O_WRONLY | CgroupPlan.O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
          .saveDescriptor("session.procs");
      end.does(
              "move it",
              Action.Special.MOVE_LISTED,
              builder.saved("pids.left"),
              builder.saved("session.procs"))
          .ifPresent();
      end.call("close its list", "close", builder.saved("session.procs")).ifPresent().clears();
      end.call("close the list", "close", builder.saved("pids.left")).ifPresent().clears();
      return;
    }
    plan.open(
            Role.END,
            Stage.CGROUP,
            "kill what is left of the command",
            builder.saved(GROUP),
            "cgroup.kill",
            CgroupPlan.O_WRONLY)
        .ifPresent()
        .save(plan.fileSlot());
    Operand one =
        new Operand.Address(builder.bytes("1".getBytes(StandardCharsets.US_ASCII), "\"1\""), 0);
    end.call("kill what is left of the command", "write", plan.file(), one, value(1)).ifPresent();
    end.call("close it", "close", plan.file()).ifPresent().clears();
  }
}
