/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Command;
import io.sandbox4j.Limit;
import io.sandbox4j.Limits;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Watch;
import io.sandbox4j.spi.GuestText;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the program's process does for itself, and its execve. */
final class ProgramSteps {
  private final RunSpec run;
  private final PlanBuilder plan;

  ProgramSteps(RunSpec run, PlanBuilder plan) {
    this.run = run;
    this.plan = plan;
  }

  private static Operand address(Chunk chunk) {
    return new Operand.Address(chunk, 0);
  }

  void contribute(Command command) {
    if (command.awaitsDescendants()) {
      if (!run.makesSandbox()) {
        throw new IllegalArgumentException(
            "awaitDescendants is for a sandbox of one command; a session's commands end with their main program, or leaveRunning()");
      }
      plan.awaitDescendants();
    }
    // The JVM's own hard limit, which the program may have, leaves no number above it.
    long control = Math.min(run.limits().openFiles(), run.host().mostFiles() - 1);
    var process = plan.at(Role.PROGRAM, Stage.PROCESS);
    var last = plan.at(Role.PROGRAM, Stage.LATE_CGROUP);
    process.call("be a session of its own", "setsid");
    last.call(
            "move the control socket above what the program can open",
            "dup3",
            plan.saved("program.end"),
            Operand.value(control),
            Operand.value(ControlSockets.O_CLOEXEC, "O_CLOEXEC"))
        .save("program.end");
    int lowest = 3;
    if (run.clonesProgramEarly()) {
      last.call(
              "move the event to the lowest free place",
              "dup3",
              plan.saved(InitSteps.LOCKED),
              Operand.value(lowest++),
              Operand.value(ControlSockets.O_CLOEXEC, "O_CLOEXEC"))
          .save(InitSteps.LOCKED);
    }
    last.call(
        "close every other descriptor below it",
        "close_range",
        Operand.value(lowest),
        Operand.value(control - 1),
        Operand.value(0));
    last.call(
        "close every other descriptor above it",
        "close_range",
        Operand.value(control + 1),
        Operand.value(0xffffffffL, "~0"),
        Operand.value(0));
    process.call(
        "block no signal",
        "rt_sigprocmask",
        Operand.value(2, "SIG_SETMASK"),
        address(plan.room(8, "none")),
        Operand.NULL,
        Operand.value(8));
    if (run.clonesProgramEarly()) {
      plan.at(Role.PROGRAM, Stage.LANDLOCK)
          .call(
              "wait until init is locked",
              "read",
              plan.saved(InitSteps.LOCKED),
              address(plan.room(8, "count")),
              Operand.value(8))
          .exactly(8);
    }
    if (run.host().privileged()) {
      // A change of ids makes a process as dumpable as fs.suid_dumpable says.
      InitSteps.prctl(
          plan.at(Role.PROGRAM, Stage.GUEST_IDS),
          "still let nobody look into it",
          4,
          "PR_SET_DUMPABLE",
          0);
    }
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
}
