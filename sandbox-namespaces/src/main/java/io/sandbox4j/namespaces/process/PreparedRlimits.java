/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.NULL;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Limits;
import io.sandbox4j.Size;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Reading;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The steps that set a program's resource limits. */
final class PreparedRlimits implements PreparedLayer {
  private static final long INFINITY = -1;
  private static final String PROC = "/proc/";
  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;
  private static final long MOST_STACK = Size.mib(64).bytes();

  /** Queued signals and timers count against a user, who may be the JVM's. */
  private static final long MOST_SIGNALS = 1024;

  private final HostRlimits host;
  private final boolean substitute;
  private final String dumps;

  PreparedRlimits(HostRlimits host, boolean substitute, String dumps) {
    this.host = host;
    this.substitute = substitute;
    this.dumps = dumps;
  }

  @Override
  public List<WallState> walls() {
    return List.of(
        new WallState(
            Wall.NO_CORE_DUMPS,
            dumps.isEmpty(),
            dumps.isEmpty() ? "RLIMIT_CORE is 1, no core dump leaves a sandbox" : dumps));
  }

  /**
   * Refuses limits that this host cannot give.
   *
   * @param limits the ceilings of a sandbox
   * @throws IllegalArgumentException naming both values
   */
  void check(Limits limits) {
    check("openFiles", limits.openFiles(), Rlimit.NOFILE);
    if (!limits.stack().isUnlimited()) {
      check("stack", limits.stack().bytes(), Rlimit.STACK);
    }
  }

  private void check(String name, long asked, Rlimit limit) {
    if (asked > host.of(limit)) {
      throw new IllegalArgumentException(
          name
              + " "
              + asked
              + " is above the hard limit of this host, "
              + host.of(limit)
              + " (RLIMIT_"
              + limit
              + ")");
    }
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.kind() == RunSpec.Kind.SESSION) {
      return;
    }
    Limits limits = run.limits();
    long stack = bytes(limits.stack());
    set(plan, Rlimit.STACK, stack, stack == INFINITY ? INFINITY : Math.max(stack, MOST_STACK));
    set(plan, Rlimit.NOFILE, limits.openFiles(), limits.openFiles());
    set(plan, Rlimit.FSIZE, bytes(limits.fileSize()), bytes(limits.fileSize()));
    set(plan, Rlimit.MEMLOCK, bytes(limits.locked()), bytes(limits.locked()));
    if (host.of(Rlimit.CORE) > 0) {
      set(plan, Rlimit.CORE, 1, 1);
    }
    set(plan, Rlimit.SIGPENDING, MOST_SIGNALS, MOST_SIGNALS);
    set(plan, Rlimit.NICE, 0, 0);
    set(plan, Rlimit.RTPRIO, 0, 0);
    if (substitute) {
      standIn(run, plan, limits);
    }
  }

  private void standIn(RunSpec run, PlanBuilder plan, Limits limits) {
    if (!limits.memory().isUnlimited()) {
      set(plan, Rlimit.DATA, limits.memory().bytes(), limits.memory().bytes());
    }
    if (limits.tasks() != Long.MAX_VALUE) {
      // Under one id for all, init counts as well.
      long most = limits.tasks() + (Identity.of(run).kind() == Identity.Kind.SINGLE ? 1 : 0);
      set(plan, Rlimit.NPROC, most, most);
    }
    if (!limits.cpuTime().equals(Limits.UNLIMITED)) {
      long seconds = Math.max(1, limits.cpuTime().plusNanos(999_999_999).toSeconds());
      set(plan, Rlimit.CPU, seconds, seconds + 1);
    }
    liveFigures(run, plan);
  }

  private static void liveFigures(RunSpec run, PlanBuilder plan) {
    byte[] room = "/proc/\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    Operand path = new Operand.Address(plan.bytes(room, "/proc/<program>"), 0);
    Operand digits = new Operand.Address(((Operand.Address) path).chunk(), PROC.length());
    var shim = plan.at(Role.SHIM, Stage.EXEC);
    shim.does(
        "write the program's pid into the path",
        Action.Special.DECIMAL,
        digits,
        plan.saved("program.pid"));
    shim.call(
            "hold its directory in /proc",
            "openat",
            Operand.AT_FDCWD,
            path,
            value(O_PATH | OpenFlags.O_DIRECTORY | O_CLOEXEC, "O_PATH|O_DIRECTORY|O_CLOEXEC"))
        .saveDescriptor("program.proc")
        .unless(Errno.ENOENT); // it has ended already
    plan.reading(
        new Reading(ProcessFigures.SUBJECT, plan.slot("program.proc"), "stat", 1024, false));
    run.note(new ProcessFigures());
  }

  private static long bytes(Size size) {
    return size.isUnlimited() ? INFINITY : size.bytes();
  }

  /** What the host cannot give is as much as it can. */
  private void set(PlanBuilder plan, Rlimit limit, long soft, long hard) {
    long most = host.of(limit);
    long ceiling = most == Long.MAX_VALUE ? INFINITY : most;
    long given = least(hard, ceiling);
    long used = least(soft, given);
    String shown = "{" + shown(used) + ", " + shown(given) + "}";
    Chunk pair = plan.room(16, shown).put64(0, used).put64(8, given);
    plan.at(Role.PROGRAM, Stage.RLIMITS)
        .call(
            "limit " + limit.shown().substring(4),
            "prlimit64",
            value(0),
            value(limit.number(), "RLIMIT_" + limit),
            new Operand.Address(pair, 0),
            NULL)
        .advice(
            Errno.EPERM,
            "The hard limit of the JVM is lower: raise it (ulimit -H, LimitX= of the unit).");
  }

  /** As unsigned numbers, RLIM_INFINITY is the largest. */
  private static long least(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  private static String shown(long value) {
    return value == INFINITY ? "unlimited" : Long.toString(value);
  }
}
