/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Command;
import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Reading;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Watch;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a run on cgroup v1: one directory in each hierarchy. A process joins by writing "0"
 * to {@code tasks} itself: writing another process's pid to cgroup.procs waits for a grace period
 * of RCU, 8 to 15 ms after a pause. Init joins before its cgroup namespace hides the hierarchies.
 * The program joins by descriptors that the process entering the sandbox opened; that process
 * itself stays outside, so that the task limit is exact.
 */
final class LegacySteps {
  private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
  private static final int JOIN = 5; // the word that carries the tasks files
  private static final int O_APPENDED = 24; // digits of a descriptor, with room

  private final CgroupChoice.Legacy choice;
  private final boolean swap;
  private final String memoryNodes;
  private final boolean killsByCgroup;
  private final boolean emptiesMemory;

  LegacySteps(
      CgroupChoice.Legacy choice,
      boolean swap,
      String memoryNodes,
      boolean killsByCgroup,
      boolean emptiesMemory) {
    this.choice = choice;
    this.swap = swap;
    this.memoryNodes = memoryNodes;
    this.killsByCgroup = killsByCgroup;
    this.emptiesMemory = emptiesMemory;
  }

  void contribute(RunSpec run, PlanBuilder builder) {
    CgroupPlan plan = new CgroupPlan(builder);
    LegacyPlaces places = places(run);
    Map<String, Path> directories = places.distinct();
    directories.forEach((controller, directory) ->
        plan.make(Stage.CGROUP, controller + " cgroup", directory, places.slot(controller)));
    if (places.has("cpuset")) {
      pin(run, plan, places);
    }
    limit(run, plan, places);
    openTasks(plan, places);
    if (run.makesSandbox()) {
      // A root made ahead only needs mounts: init joins after them, before files are copied in.
      attachInit(plan, directories, run.hasPreparedRoot() ? Stage.LATE_CGROUP : Stage.CGROUP);
    }
    if (run.kind() == RunSpec.Kind.SESSION) {
      run.note(new SessionCgroups(places.all()));
    } else {
      attachProgram(run, plan, directories);
      if (run.kind() == RunSpec.Kind.SINGLE) {
        plan.reportWhenAlone(run, places.slot("pids"));
      }
      memoryEvent(plan, places);
      figures(run, plan, places);
      freeze(run, plan, places);
      end(run, plan, places);
    }
    if (emptiesMemory) {
      plan.emptyMemory(places.slot("memory"), "memory.force_empty", "0");
    }
    List<Map.Entry<String, Path>> last = new ArrayList<>(directories.entrySet());
    last.reversed().forEach(e -> plan.remove(e.getKey() + " cgroup", e.getValue()));
  }

  /** The directories of this run, by controller, those of its session being their parents. */
  private LegacyPlaces places(RunSpec run) {
    List<String> controllers = new ArrayList<>(List.of("memory", "pids", "cpuacct"));
    if (CpuShare.isNeeded(run.limits())) {
      controllers.add("cpu");
    }
    if (!run.limits().pinnedCores().isEmpty()) {
      controllers.add("cpuset");
    }
    Optional<SessionCgroups> session = run.session().flatMap(s -> s.noted(SessionCgroups.class));
    Map<String, Path> directories = new LinkedHashMap<>();
    for (String controller : controllers) {
      Path parent = java.util.Objects.requireNonNull(choice.parents().get(controller));
      Path within =
          session.map(s -> s.directories().getOrDefault(controller, parent)).orElse(parent);
      directories.put(controller, within.resolve(run.name()));
    }
    return new LegacyPlaces(directories);
  }

  /** A group without cores and memory nodes takes no process, so before anybody joins. */
  private void pin(RunSpec run, CgroupPlan plan, LegacyPlaces places) {
    plan.set(
        Role.SHIM,
        Stage.CGROUP,
        "pin it to cores",
        places.slot("cpuset"),
        "cpuset.cpus",
        CpuShare.cores(run.limits().pinnedCores()));
    plan.set(
        Role.SHIM,
        Stage.CGROUP,
        "with the memory of all nodes",
        places.slot("cpuset"),
        "cpuset.mems",
        memoryNodes);
  }

  /** While init builds the sandbox: nothing there needs a limit before the program is cloned. */
  private void limit(RunSpec run, CgroupPlan plan, LegacyPlaces places) {
    Limits limits = run.limits();
    if (!limits.memory().isUnlimited()) {
      String bytes = Long.toString(limits.memory().bytes());
      plan.set(
          Role.SHIM,
          Stage.SOURCES,
          "limit memory",
          places.slot("memory"),
          "memory.limit_in_bytes",
          bytes);
      if (swap) {
        plan.set(
            Role.SHIM,
            Stage.SOURCES,
            "limit memory and swap together",
            places.slot("memory"),
            "memory.memsw.limit_in_bytes",
            bytes);
      }
    }
    if (swap) {
      plan.set(
          Role.SHIM, Stage.SOURCES, "do not swap", places.slot("memory"), "memory.swappiness", "0");
    }
    if (limits.tasks() != Long.MAX_VALUE) {
      long init = run.makesSandbox() ? 1 : 0;
      plan.set(
          Role.SHIM,
          Stage.SOURCES,
          "limit tasks" + (init == 1 ? ", init not counted" : ""),
          places.slot("pids"),
          "pids.max",
          Long.toString(limits.tasks() + init));
    }
    if (places.has("cpu")) {
      if (CpuShare.hasQuota(limits)) {
        plan.set(
            Role.SHIM,
            Stage.SOURCES,
            "count CPU quota over 0.1 s",
            places.slot("cpu"),
            "cpu.cfs_period_us",
            Long.toString(CpuShare.PERIOD));
        plan.set(
            Role.SHIM,
            Stage.SOURCES,
            "limit CPUs",
            places.slot("cpu"),
            "cpu.cfs_quota_us",
            Long.toString(CpuShare.quota(limits)));
      }
      plan.set(
          Role.SHIM,
          Stage.SOURCES,
          "set its share of the CPUs",
          places.slot("cpu"),
          "cpu.shares",
          Long.toString(CpuShare.shares(limits)));
    }
  }

  private static Operand zero(CgroupPlan plan) {
    return new Operand.Address(
        plan.builder().bytes("0".getBytes(StandardCharsets.US_ASCII), "\"0\""), 0);
  }

  /** The shim opens them: no cgroup is to be seen from inside. */
  private static void openTasks(CgroupPlan plan, LegacyPlaces places) {
    for (String controller : places.distinct().keySet()) {
      plan.open(
              Role.SHIM,
              Stage.CGROUP,
              "let processes join the " + controller + " cgroup",
              plan.builder().saved(places.slot(controller)),
              "tasks",
              CgroupPlan.O_WRONLY)
          .saveDescriptor(tasks(controller));
    }
  }

  private static String tasks(String controller) {
    return controller + ".tasks";
  }

  private static void join(
      CgroupPlan plan, Role role, Stage stage, String controller, String slot) {
    plan.builder()
        .at(role, stage)
        .call(
            "join the " + controller + " cgroup",
            "write",
            plan.builder().saved(slot),
            zero(plan),
            value(1))
        .exactly(1);
  }

  /** Before init makes its cgroup namespace, and before anything that counts is copied in. */
  private static void attachInit(CgroupPlan plan, Map<String, Path> directories, Stage stage) {
    PlanBuilder builder = plan.builder();
    Messages messages = new Messages(builder);
    messages.send(
        Role.SHIM,
        Stage.CGROUP,
        "hand the cgroups to init",
        builder.saved("init.control"),
        messages.word(JOIN, Role.SHIM),
        directories.keySet().stream().map(c -> builder.saved(tasks(c))).toList());
    receive(plan, Role.INIT, stage, "init", directories);
  }

  private static void receive(
      CgroupPlan plan, Role role, Stage stage, String name, Map<String, Path> directories) {
    PlanBuilder builder = plan.builder();
    List<String> received = directories.keySet().stream().map(c -> name + "." + tasks(c)).toList();
    new Messages(builder)
        .receive(role, stage, "wait for the cgroups", builder.saved(name + ".end"), received);
    directories.keySet().forEach(c -> join(plan, role, stage, c, name + "." + tasks(c)));
  }

  private static void attachProgram(RunSpec run, CgroupPlan plan, Map<String, Path> directories) {
    if (run.clonesProgramEarly()) {
      PlanBuilder builder = plan.builder();
      Messages messages = new Messages(builder);
      messages.send(
          Role.SHIM,
          Stage.SOURCES,
          "hand the cgroups to the program: its limits stand",
          builder.saved("program.control"),
          messages.word(JOIN, Role.SHIM),
          directories.keySet().stream().map(c -> builder.saved(tasks(c))).toList());
      receive(plan, Role.PROGRAM, Stage.LATE_CGROUP, "program", directories);
      return;
    }
    for (String controller : directories.keySet()) {
      plan.builder().keep(run.entering(), plan.builder().saved(tasks(controller)), false);
      join(plan, Role.PROGRAM, Stage.PREPARE, controller, tasks(controller));
    }
  }

  /**
   * v1 kills one process when memory runs out, not the group: the event ends the run. The text that
   * registers it is two decimal numbers of unknown length, so it is written in three parts.
   */
  private static void memoryEvent(CgroupPlan plan, LegacyPlaces places) {
    PlanBuilder builder = plan.builder();
    var shim = builder.at(Role.SHIM, Stage.SOURCES);
    shim.call(
            "make an event for want of memory",
            "eventfd2",
            value(0),
            value(EFD_NONBLOCK_CLOEXEC, "EFD_NONBLOCK|EFD_CLOEXEC"))
        .saveDescriptor("memory.event");
    plan.open(
            Role.SHIM,
            Stage.SOURCES,
            "register it",
            builder.saved(places.slot("memory")),
            "memory.oom_control",
            CgroupPlan.O_RDONLY)
        .save(plan.fileSlot());
    plan.open(
            Role.SHIM,
            Stage.SOURCES,
            "register it",
            builder.saved(places.slot("memory")),
            "cgroup.event_control",
            CgroupPlan.O_WRONLY)
        .save("memory.control");
    Chunk event = builder.room(O_APPENDED, "<event>");
    Chunk source = builder.room(O_APPENDED, "<oom_control>");
    Chunk vector = builder.room(48, "{<event>, \" \", <oom_control>}");
    vector.pointer(0, event).pointer(16, builder.textChunk(" ")).put64(24, 1).pointer(32, source);
    digits(builder, event, builder.saved("memory.event"), vector, 8);
    digits(builder, source, plan.file(), vector, 40);
    shim.call(
        "register it",
        "writev",
        builder.saved("memory.control"),
        new Operand.Address(vector, 0),
        value(3));
    shim.call("close it", "close", builder.saved("memory.control")).clears();
    shim.call("close it", "close", plan.file()).clears();
    builder
        .at(Role.END, Stage.PREPARE)
        .call("close what a failed launch left open", "close", builder.saved("memory.control"))
        .ifPresent()
        .clears();
    builder.watch(new Watch.Event(CgroupWatches.cause(Limit.MEMORY), builder.slot("memory.event")));
  }

  private static void digits(
      PlanBuilder builder, Chunk at, Operand number, Chunk vector, int length) {
    var shim = builder.at(Role.SHIM, Stage.SOURCES);
    shim.does(
            "write the number of a descriptor",
            Action.Special.DECIMAL,
            new Operand.Address(at, 0),
            number)
        .save("digits");
    shim.does(
        "and its length",
        Action.Special.STORE64,
        new Operand.Address(vector, length),
        builder.saved("digits"));
  }

  private static void figures(RunSpec run, CgroupPlan plan, LegacyPlaces places) {
    PlanBuilder builder = plan.builder();
    plan.open(
            Role.SHIM,
            Stage.SOURCES,
            "watch CPU time",
            builder.saved(places.slot("cpuacct")),
            "cpuacct.usage",
            CgroupPlan.O_RDONLY)
        .saveDescriptor("cpu.counter");
    Slot counter = builder.slot("cpu.counter");
    CgroupWatches.cpu(run, builder, counter, "", 1);
    builder.reading(new Reading("cpuacct.usage", counter, "", 64, true));
    for (String file : List.of("cpuacct.usage_user", "cpuacct.usage_sys")) {
      plan.reading(run, places.slot("cpuacct"), file, 64, true);
    }
    for (String file :
        List.of(
            "memory.max_usage_in_bytes",
            "memory.failcnt",
            "memory.memsw.failcnt",
            "memory.oom_control")) {
      plan.reading(run, places.slot("memory"), file, 256, false);
    }
    plan.reading(run, places.slot("pids"), "pids.peak", 64, false);
    plan.reading(run, places.slot("pids"), "pids.events", 128, false);
  }

  /**
   * The freezer is a hierarchy of its own; few runs are paused, so its group is made by the first
   * pause.
   */
  private void freeze(RunSpec run, CgroupPlan plan, LegacyPlaces places) {
    Path parent = choice.parents().get("freezer");
    if (parent == null) {
      return;
    }
    PlanBuilder builder = plan.builder();
    Path directory = parent.resolve(run.name());
    var pause = builder.at(Role.PAUSE, Stage.CGROUP);
    pause
        .call(
            "make a freezer cgroup",
            "mkdirat",
            Operand.AT_FDCWD,
            builder.text(directory.toString()),
            value(0755, "0755"))
        .unless(Errno.EEXIST);
    pauseOpens(
        builder,
        "list the run's processes",
        builder.saved(places.slot("pids")),
        "cgroup.procs",
        CgroupPlan.O_RDONLY,
        "freezer.from");
    pauseOpens(
        builder,
        "move them",
        Operand.AT_FDCWD,
        directory + "/cgroup.procs",
        CgroupPlan.O_WRONLY,
        "freezer.to");
    pause.does(
        "move them into the freezer cgroup",
        Action.Special.MOVE_LISTED,
        builder.saved("freezer.from"),
        builder.saved("freezer.to"));
    pause.call("close the list", "close", builder.saved("freezer.from")).clears();
    pause.call("close its list", "close", builder.saved("freezer.to")).clears();
    pause
        .call("close an older state", "close", builder.saved("freezer.state"))
        .ifPresent()
        .clears();
    pauseOpens(
        builder,
        "freeze",
        Operand.AT_FDCWD,
        directory + "/freezer.state",
        CgroupPlan.O_WRONLY,
        "freezer.state");
    state(builder, Role.PAUSE, "freeze them", "FROZEN");
    state(builder, Role.RESUME, "thaw them", "THAWED");
    // A frozen process does not die of SIGKILL here: kill, then thaw, then wait.
    state(builder, Role.END, "thaw what is dead", "THAWED").ifPresent().unless(Errno.ENODEV);
    plan.remove("freezer cgroup", directory);
  }

  private static void pauseOpens(
      PlanBuilder builder, String label, Operand directory, String file, int how, String slot) {
    builder
        .at(Role.PAUSE, Stage.CGROUP)
        .call(
            label + ": open " + file,
            "openat",
            directory,
            builder.text(file),
            value(
                how | CgroupPlan.O_CLOEXEC,
                how == CgroupPlan.O_RDONLY ? "O_RDONLY|O_CLOEXEC" : "O_WRONLY|O_CLOEXEC"))
        .saveDescriptor(slot);
  }

  private static PlanBuilder.Added state(
      PlanBuilder builder, Role role, String label, String state) {
    return builder
        .at(role, Stage.CGROUP)
        .call(
            label,
            "write",
            builder.saved("freezer.state"),
            builder.text(state),
            value(state.length()));
  }

  private void end(RunSpec run, CgroupPlan plan, LegacyPlaces places) {
    boolean leaves = run.command().map(Command::leavesRunning).orElse(false);
    if (run.kind() == RunSpec.Kind.SINGLE && !killsByCgroup) {
      return; // the pid namespace dies with init
    }
    PlanBuilder builder = plan.builder();
    var end = builder.at(Role.END, Stage.CGROUP);
    plan.open(
            Role.END,
            Stage.CGROUP,
            "list what is left",
            builder.saved(places.slot("pids")),
            "cgroup.procs",
            CgroupPlan.O_RDONLY)
        .ifPresent()
        .saveDescriptor("pids.left");
    SessionCgroups session = run.session().flatMap(s -> s.noted(SessionCgroups.class)).orElse(null);
    if (leaves && session != null) {
      session
          .directories()
          .forEach((controller, directory) -> {
            end.call(
                    "what it leaves goes to the session's " + controller + " cgroup",
                    "openat",
                    Operand.AT_FDCWD,
                    builder.text(directory + "/cgroup.procs"),
                    value(CgroupPlan.O_WRONLY | CgroupPlan.O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
                .saveDescriptor("session.procs")
                .unless(Errno.ENOENT);
            end.does(
                    "move it",
                    Action.Special.MOVE_LISTED,
                    builder.saved("pids.left"),
                    builder.saved("session.procs"))
                .ifPresent();
            end.call("close the list", "close", builder.saved("session.procs"))
                .ifPresent()
                .clears();
          });
    } else {
      end.does(
              "kill what is left of the command",
              Action.Special.KILL_LISTED,
              builder.saved("pids.left"))
          .ifPresent()
          .again(Errno.EAGAIN);
    }
    end.call("close the list", "close", builder.saved("pids.left")).ifPresent().clears();
  }
}
