/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.AWAIT;
import static io.sandbox4j.launch.Action.Special.AWAIT_EXEC;
import static io.sandbox4j.launch.Action.Special.AWAIT_EXIT;
import static io.sandbox4j.launch.Action.Special.CLONE;
import static io.sandbox4j.launch.Action.Special.DECIMAL;
import static io.sandbox4j.launch.Action.Special.LOAD32;
import static io.sandbox4j.launch.Action.Special.STORE32;
import static io.sandbox4j.launch.Action.Special.STORE64;

import io.sandbox4j.Command;
import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Watch;
import io.sandbox4j.spi.GuestText;
import io.sandbox4j.spi.OwnFilters;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of every launch that no layer owns: which processes there are, where they wait for each
 * other, and how they end. Layers fill the stages between.
 *
 * <p>Words over the control sockets: 1 init's namespaces stand, 2 init is locked, 3 the program is
 * cloned.
 */
final class LaunchSkeleton {
  private static final long CLONE_PIDFD = 0x1000;
  private static final long CLONE_PARENT = 0x8000;
  private static final long CLONE_INTO_CGROUP = 0x2_0000_0000L;
  private static final long NAMESPACES = 0x7e02_0000L | 0x80; // NEWNS..NEWNET, NEWCGROUP, NEWTIME
  private static final int SIGCHLD = 17;
  private static final int SIGKILL = 9;
  private static final int WORD = 16;
  private static final int MSGHDR = 56;
  private static final int NO_SLOT = 255;
  private static final int O_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final Map<String, Integer> KINDS =
      Map.of(
          "user",
          0x10000000,
          "mnt",
          0x20000,
          "pid",
          0x20000000,
          "net",
          0x40000000,
          "ipc",
          0x8000000,
          "uts",
          0x4000000,
          "cgroup",
          0x2000000,
          "time",
          0x80);

  private final RunSpec run;
  private final PlanBuilder plan;
  private final @Nullable OwnFilters filters;

  LaunchSkeleton(RunSpec run, PlanBuilder plan, @Nullable OwnFilters filters) {
    this.run = run;
    this.plan = plan;
    this.filters = filters;
  }

  /** Before the layers: who keeps which descriptor, at which number. */
  void begin() {
    plan.channel(
        Role.INIT, plan.slot("init.pid"), plan.slot("init.control"), plan.slot("init.end"));
    plan.channel(
        Role.ENTRY, plan.slot("entry.pid"), plan.slot("init.control"), plan.slot("init.end"));
    plan.channel(
        Role.PROGRAM,
        plan.slot("program.pid"),
        plan.slot("program.control"),
        plan.slot("program.end"));
    if (run.makesSandbox()) {
      plan.keep(Role.INIT, plan.saved("init.end"), false);
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      plan.keep(Role.ENTRY, plan.passed("stdin"), true);
      plan.keep(Role.ENTRY, plan.passed("stdout"), true);
      plan.keep(Role.ENTRY, plan.passed("stderr"), true);
      plan.keep(Role.ENTRY, plan.saved("program.end"), false);
      plan.keep(Role.ENTRY, plan.saved("init.end"), false);
    }
  }

  /** After the layers: clones, meeting points, the program, the end. */
  void finish() {
    pair("init.control", "init.end", Stage.PREPARE);
    if (run.makesSandbox()) {
      init();
    }
    if (run.kind() != RunSpec.Kind.SESSION) {
      entry();
      program(run.command().orElseThrow());
    }
    end();
  }

  private void pair(String shimEnd, String childEnd, Stage stage) {
    var steps = plan.at(Role.SHIM, stage);
    Operand pair = address(plan.room(8, "{" + shimEnd + ", " + childEnd + "}"));
    Operand second = new Operand.Address(((Operand.Address) pair).chunk(), 4);
    steps.call(
        "make the control socket " + shimEnd,
        "socketpair",
        Operand.value(1, "AF_UNIX"),
        Operand.value(5 | O_CLOEXEC, "SOCK_SEQPACKET|SOCK_CLOEXEC"),
        Operand.value(0),
        pair);
    steps.does("take its first end", LOAD32, pair).saveDescriptor(shimEnd);
    steps.does("take its second end", LOAD32, second).saveDescriptor(childEnd);
  }

  private static Operand address(Chunk chunk) {
    return new Operand.Address(chunk, 0);
  }

  /** clone3 of a role's process by a process of another role. */
  private void cloneStep(
      Role by, Stage stage, String label, Role role, long flags, int signal, String name) {
    var steps = plan.at(by, stage);
    long all = flags | plan.cloneFlags(role) | CLONE_PIDFD;
    Operand cgroup = plan.cloneCgroup(role);
    if (cgroup != null) {
      all |= CLONE_INTO_CGROUP;
    }
    Chunk pidfd = plan.room(8, name + ".pidfd");
    Chunk arguments = plan.room(88, "{flags=0x" + Long.toHexString(all) + "}");
    arguments.put64(0, all).pointer(8, pidfd).put64(32, signal);
    if (cgroup != null) {
      steps.does("start it inside its cgroup", STORE64, new Operand.Address(arguments, 80), cgroup);
    }
    var clone =
        steps.does(
            label,
            CLONE,
            Operand.value(role.number(), role.name()),
            address(arguments),
            Operand.value(88),
            owner(role));
    clone.save(name + ".pid");
    for (int errno : new int[] {Errno.EPERM, Errno.EACCES}) {
      clone.advice(
          errno,
          "User namespaces are forbidden here: allow them (kernel.unprivileged_userns_clone=1,"
              + " kernel.apparmor_restrict_unprivileged_userns=0 or an AppArmor profile for java with 'userns,'),"
              + " or start the JVM as root.");
    }
    clone.advice(Errno.ENOSPC, "A limit of namespaces is reached: raise user.max_user_namespaces.");
    clone.advice(Errno.EUSERS, "User namespaces are nested too deep, or their limit is reached.");
    steps.does("hold a descriptor of it", LOAD32, address(pidfd)).saveDescriptor(name + ".pidfd");
  }

  private Operand owner(Role role) {
    long owner = plan.cloneOwner(role);
    return owner == 0 ? Operand.value(0) : Operand.value(owner, "in the name of " + owner);
  }

  private void init() {
    run.note(new CloneFlags(plan.cloneFlags(Role.INIT)));
    cloneStep(Role.SHIM, Stage.PREPARE, "clone the sandbox's pid 1", Role.INIT, 0, SIGCHLD, "init");
    Operand go = address(plan.bytes(new byte[] {1}, "go"));
    Operand heard = address(plan.room(8, "byte"));
    plan.at(Role.SHIM, Stage.CGROUP)
        .call(
            "let it go on: its ids are mapped",
            "write",
            plan.saved("init.control"),
            go,
            Operand.value(1))
        .exactly(1);
    plan.at(Role.INIT, Stage.USER_NAMESPACE)
        .call(
            "wait until the ids are mapped",
            "read",
            plan.saved("init.end"),
            heard,
            Operand.value(1))
        .exactly(1);
    if (!run.host().privileged()) {
      namespacesByDescriptor(go, heard);
    }
    var lock = plan.at(Role.INIT, Stage.LANDLOCK);
    prctl(lock, "gain nothing from setuid programs", 38, "PR_SET_NO_NEW_PRIVS", 1);
    prctl(lock, "let nobody look into init or through its descriptors", 4, "PR_SET_DUMPABLE", 0);
    prctl(lock, "die with the shim", 1, "PR_SET_PDEATHSIG", SIGKILL);
    if (filters != null) {
      plan.at(Role.INIT, Stage.SECCOMP)
          .call(
              "allow init only what reaping needs",
              "seccomp",
              Operand.value(1, "SECCOMP_SET_MODE_FILTER"),
              Operand.value(0),
              BootPlan.program(plan, filters.init(run.host().arch())));
    }
    plan.at(Role.INIT, Stage.EXEC)
        .call(
            "say that init is locked, hand over the private file system",
            "sendmsg",
            plan.saved("init.end"),
            message(2, Role.INIT, plan.saved("disk.mount"), Role.INIT, Stage.EXEC),
            Operand.value(MSG_NOSIGNAL, "MSG_NOSIGNAL"))
        .exactly(WORD);
    plan.at(Role.INIT, Stage.EXEC)
        .call(
            "close every descriptor",
            "close_range",
            Operand.value(0),
            Operand.value(0xffffffffL, "~0"),
            Operand.value(0));
    plan.at(Role.SHIM, Stage.ROOT_FILESYSTEM)
        .does(
            "wait until init is locked",
            AWAIT,
            Operand.value(Role.INIT.number(), "INIT"),
            Operand.value(2),
            Operand.value(NO_SLOT, "-"),
            Operand.value(plan.slot("disk.received").index(), "disk.received"),
            Operand.value(1));
    plan.report(plan.slot("disk.received"));
  }

  /** An ordinary user may not enter through the pidfd of an undumpable process, so before. */
  private void namespacesByDescriptor(Operand go, Operand heard) {
    var init = plan.at(Role.INIT, Stage.PROCESS);
    init.call(
            "say that the namespaces stand",
            "write",
            plan.saved("init.end"),
            address(word(1, Role.INIT)),
            Operand.value(WORD))
        .exactly(WORD);
    init.call(
            "wait until the shim holds them",
            "read",
            plan.saved("init.end"),
            heard,
            Operand.value(1))
        .exactly(1);
    var shim = plan.at(Role.SHIM, Stage.NAMESPACES);
    shim.does(
        "wait until its namespaces stand",
        AWAIT,
        Operand.value(Role.INIT.number(), "INIT"),
        Operand.value(1),
        Operand.value(NO_SLOT, "-"),
        Operand.value(NO_SLOT, "-"),
        Operand.value(0));
    Chunk path =
        plan.bytes(
            "/proc/\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII),
            "/proc/<init>");
    shim.does(
        "write its pid into the path",
        DECIMAL,
        new Operand.Address(path, 6),
        plan.saved("init.pid"));
    shim.call(
            "open its directory in /proc",
            "openat",
            Operand.AT_FDCWD,
            address(path),
            Operand.value(0x210000 | O_CLOEXEC, "O_PATH|O_DIRECTORY|O_CLOEXEC"))
        .saveDescriptor("init.proc");
    for (String kind : List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time")) {
      shim.call(
              "hold its " + kind + " namespace",
              "openat",
              plan.saved("init.proc"),
              plan.text("ns/" + kind),
              Operand.value(O_CLOEXEC, "O_RDONLY|O_CLOEXEC"))
          .saveDescriptor("ns." + kind);
    }
    shim.call("let it go on", "write", plan.saved("init.control"), go, Operand.value(1)).exactly(1);
  }

  private static void prctl(
      PlanBuilder.Place at, String label, int option, String name, long value) {
    at.call(
        label,
        "prctl",
        Operand.value(option, name),
        Operand.value(value),
        Operand.value(0),
        Operand.value(0),
        Operand.value(0));
  }

  private Chunk word(int code, Role role) {
    return plan.room(WORD, "word " + code).put32(0, code).put32(12, role.number());
  }

  /** A {@code struct msghdr} with a word and a descriptor. */
  private Operand message(int code, Role role, Operand descriptor, Role by, Stage stage) {
    Chunk word = word(code, role);
    return messageOf(word, descriptor, by, stage);
  }

  private Operand messageOf(Chunk word, Operand descriptor, Role by, Stage stage) {
    Chunk vector = plan.room(16, "iov").pointer(0, word).put64(8, WORD);
    Chunk control = plan.room(24, "SCM_RIGHTS " + descriptor);
    control.put64(0, 20).put32(8, 1).put32(12, 1);
    plan.at(by, stage)
        .does(
            "put the descriptor into the message",
            STORE32,
            new Operand.Address(control, 16),
            descriptor);
    Chunk header = plan.room(MSGHDR, "{" + word + ", " + control + "}");
    header.pointer(16, vector).put64(24, 1).pointer(32, control).put64(40, 24);
    return address(header);
  }

  private void entry() {
    pair("program.control", "program.end", Stage.PROCESS);
    cloneStep(
        Role.SHIM,
        Stage.PROCESS,
        "clone the process that enters the sandbox",
        Role.ENTRY,
        0,
        SIGCHLD,
        "entry");
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
    plan.at(Role.SHIM, Stage.EXEC).does("wait for the program's execve", AWAIT_EXEC);
    enter();
    if (!run.makesSandbox()) {
      new SessionCopyIn(run, plan).contribute();
    }
    prctl(
        plan.at(Role.ENTRY, Stage.EXEC),
        "let nobody look into the program before its execve",
        4,
        "PR_SET_DUMPABLE",
        0);
    cloneStep(
        Role.ENTRY,
        Stage.EXEC,
        "clone the program as the shim's own child",
        Role.PROGRAM,
        CLONE_PARENT,
        0,
        "program");
    Chunk word = word(3, Role.ENTRY);
    var steps = plan.at(Role.ENTRY, Stage.EXEC);
    steps.does("tell its pid", STORE32, new Operand.Address(word, 8), plan.saved("program.pid"));
    Operand message = messageOf(word, plan.saved("program.pidfd"), Role.ENTRY, Stage.EXEC);
    steps
        .call(
            "say that the program is cloned",
            "sendmsg",
            plan.saved("init.end"),
            message,
            Operand.value(MSG_NOSIGNAL, "MSG_NOSIGNAL"))
        .exactly(WORD);
  }

  private void enter() {
    var steps = plan.at(Role.ENTRY, Stage.USER_NAMESPACE);
    if (run.host().privileged()) {
      Operand init = held("init.pidfd");
      plan.keep(Role.ENTRY, init, false);
      steps.call(
          "enter the sandbox's namespaces",
          "setns",
          init,
          Operand.value(namespaces(), "namespaces"));
      return;
    }
    for (String kind : List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time")) {
      if ((namespaces() & KINDS.getOrDefault(kind, 0)) != 0) {
        Operand namespace = held("ns." + kind);
        plan.keep(Role.ENTRY, namespace, false);
        steps.call("enter its " + kind + " namespace", "setns", namespace, Operand.value(0));
      }
    }
  }

  /** Something the launch of the sandbox saved, from this plan or from the session's. */
  private Operand held(String name) {
    return run.session().isEmpty()
        ? plan.saved(name)
        : new Operand.OfSession(
            run.session().get().noted(SessionSlots.class).orElseThrow().slot(name));
  }

  /**
   * Which namespaces the sandbox has: what the layers asked for at the clone, and by unshare after.
   */
  private long namespaces() {
    long flags =
        run.session().isEmpty()
            ? plan.cloneFlags(Role.INIT)
            : run.session().get().noted(SessionSlots.class).orElseThrow().namespaces();
    return (flags
            | run.noted(io.sandbox4j.spi.Unshared.class)
                .or(() -> run.session().flatMap(s -> s.noted(io.sandbox4j.spi.Unshared.class)))
                .map(io.sandbox4j.spi.Unshared::flags)
                .orElse(0L))
        & NAMESPACES;
  }

  private void program(Command command) {
    if (command.awaitsDescendants()) {
      if (!run.makesSandbox()) {
        throw new IllegalArgumentException(
            "awaitDescendants is for a sandbox of one command; a session's commands end with their main program, or leaveRunning()");
      }
      plan.awaitDescendants();
    }
    int control = run.limits().openFiles();
    var process = plan.at(Role.PROGRAM, Stage.PROCESS);
    process.call("be a session of its own", "setsid");
    process
        .call(
            "move the control socket above what the program can open",
            "dup3",
            plan.saved("program.end"),
            Operand.value(control),
            Operand.value(O_CLOEXEC, "O_CLOEXEC"))
        .save("program.end");
    process.call(
        "close every other descriptor below it",
        "close_range",
        Operand.value(3),
        Operand.value(control - 1L),
        Operand.value(0));
    process.call(
        "close every other descriptor above it",
        "close_range",
        Operand.value(control + 1L),
        Operand.value(0xffffffffL, "~0"),
        Operand.value(0));
    process.call(
        "block no signal",
        "rt_sigprocmask",
        Operand.value(2, "SIG_SETMASK"),
        address(plan.room(8, "none")),
        Operand.NULL,
        Operand.value(8));
    String cwd = command.cwd().orElse(run.sandbox().cwd()).text();
    plan.at(Role.PROGRAM, Stage.CAPABILITIES)
        .call("go to the working directory", "chdir", plan.text(cwd))
        .advice(Errno.ENOENT, "There is no directory " + cwd + " in the sandbox.")
        .advice(Errno.EACCES, "The program's user may not enter " + cwd + ".");
    exec(command);
    if (!run.limits().wallTime().equals(Limits.UNLIMITED)) {
      plan.watch(new Watch.Wall(Cause.of(Limit.WALL_TIME), run.limits().wallTime()));
    }
  }

  private void exec(Command command) {
    List<Chunk> arguments = new ArrayList<>();
    for (byte[] argument : command.argv()) {
      arguments.add(
          plan.terminated(argument, "\"" + new String(argument, StandardCharsets.UTF_8) + "\""));
    }
    Map<String, String> environment = environment(run, command);
    Set<String> secrets = new java.util.HashSet<>(run.sandbox().secrets());
    secrets.addAll(command.secrets());
    List<Chunk> variables = new ArrayList<>();
    environment.forEach((name, value) ->
        variables.add(
            plan.terminated(
                GuestText.encode(name + "=" + value),
                "\"" + name + "=" + (secrets.contains(name) ? "***" : value) + "\"")));
    Operand argv = address(plan.pointers(arguments, arguments.toString()));
    Operand envp = address(plan.pointers(variables, variables.toString()));
    var steps = plan.at(Role.PROGRAM, Stage.EXEC);
    List<String> candidates = candidates(command, environment);
    for (int i = 0; i < candidates.size(); i++) {
      var step =
          steps.call(
              "execute " + candidates.get(i), "execve", plan.text(candidates.get(i)), argv, envp);
      if (i < candidates.size() - 1) {
        step.unless(Errno.ENOENT).unless(Errno.ENOTDIR);
      }
    }
  }

  /** The environment of the program: the sandbox's, then the command's. */
  static Map<String, String> environment(RunSpec run, Command command) {
    Map<String, String> environment = new java.util.LinkedHashMap<>(run.sandbox().environment());
    environment.putAll(command.environment());
    return environment;
  }

  /** Where execve looks: the path itself, or the name in each directory of PATH. */
  static List<String> candidates(Command command, Map<String, String> environment) {
    String program = command.program();
    if (program.contains("/")) {
      return List.of(program);
    }
    List<String> candidates = new ArrayList<>();
    for (String directory : environment.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
      candidates.add((directory.isEmpty() ? "." : directory) + "/" + program);
    }
    return candidates;
  }

  private void end() {
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

  /** The CLONE_NEW flags of a sandbox's init. */
  record CloneFlags(long flags) {}

  /** What commands of a session need from its plan. */
  record SessionSlots(Map<String, Slot> slots, long namespaces) {
    Slot slot(String name) {
      Slot slot = slots.get(name);
      if (slot == null) {
        throw new IllegalStateException("the session's plan has no " + name);
      }
      return slot;
    }
  }
}
