/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;

/**
 * How the shim prepares itself: whatever the JVM inherited or was started with must not reach a
 * program (P13 of the threat model).
 */
final class BootPlan {
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int SET_NO_NEW_PRIVS = 38;
  private static final int RLIMIT_NOFILE = 7;
  private static final int RLIMIT_CORE = 4;
  private static final int FILTER = 1;
  private static final int IOPRIO_WHO_PROCESS = 1;
  private static final int SET_SECUREBITS = 28;
  private static final int NO_SETUID_FIXUP = 4;
  private static final int SCHED_ATTR = 48;
  private static final int RESET_ON_FORK = 1;
  private static final int FIRST_NICE = -20;
  private static final long SLICE_NANOS = 100_000;
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;

  private BootPlan() {}

  /**
   * The plan.
   *
   * @param filter the shim's own filter, empty for none
   * @param mostFiles the hard limit of descriptors, which becomes the soft one too
   * @param coreLimit the hard limit of core files that programs inherit
   * @param oomScoreAdj the JVM's oom_score_adj (proc_pid_oom_score_adj(5)), inherited by all
   */
  static LaunchPlan of(byte[] filter, long mostFiles, long coreLimit, int oomScoreAdj) {
    PlanBuilder plan = new PlanBuilder();
    var steps = plan.at(Role.SHIM, Stage.PREPARE);
    if (oomScoreAdj != 0) {
      killable(plan, steps);
    }
    steps.call("leave the JVM's session", "setsid").unless(Errno.EPERM);
    steps.call(
        "adopt orphans",
        "prctl",
        Operand.value(SET_CHILD_SUBREAPER, "PR_SET_CHILD_SUBREAPER"),
        Operand.value(1),
        Operand.value(0),
        Operand.value(0),
        Operand.value(0));
    steps.call("leave the JVM's directory", "chdir", plan.text("/"));
    steps.call("create files with the modes given", "umask", Operand.value(0));
    steps.call(
        "have room for descriptors",
        "prlimit64",
        Operand.value(0),
        Operand.value(RLIMIT_NOFILE, "RLIMIT_NOFILE"),
        limit(plan, mostFiles),
        Operand.NULL);
    steps.call(
        "let no crash start a program on the host",
        "prlimit64",
        Operand.value(0),
        Operand.value(RLIMIT_CORE, "RLIMIT_CORE"),
        limit(plan, coreLimit),
        Operand.NULL);
    steps
        .call(
            "run at the usual priority",
            "setpriority",
            Operand.value(0, "PRIO_PROCESS"),
            Operand.value(0),
            Operand.value(0))
        .unless(Errno.EACCES)
        .unless(Errno.EPERM);
    punctual(plan, steps);
    // It is another user for the moment of a clone. Were it killed just then without CAP_KILL, the
    // kernel would not let its death kill the other sandboxes. A user namespace resets this (P46).
    steps
        .call(
            "keep its capabilities as another user",
            "prctl",
            Operand.value(SET_SECUREBITS, "PR_SET_SECUREBITS"),
            Operand.value(NO_SETUID_FIXUP, "SECBIT_NO_SETUID_FIXUP"),
            Operand.value(0),
            Operand.value(0),
            Operand.value(0))
        .unless(Errno.EPERM);
    steps
        .call(
            "read and write at the usual priority",
            "ioprio_set",
            Operand.value(IOPRIO_WHO_PROCESS, "IOPRIO_WHO_PROCESS"),
            Operand.value(0),
            Operand.value(0))
        .unless(Errno.ENOSYS)
        .unless(Errno.EPERM);
    Chunk everywhere = plan.bytes(ones(), "all CPUs");
    steps
        .call(
            "run on every CPU",
            "sched_setaffinity",
            Operand.value(0),
            Operand.value(everywhere.size()),
            new Operand.Address(everywhere, 0))
        .unless(Errno.EPERM);
    steps.call(
        "gain nothing from setuid programs",
        "prctl",
        Operand.value(SET_NO_NEW_PRIVS, "PR_SET_NO_NEW_PRIVS"),
        Operand.value(1),
        Operand.value(0),
        Operand.value(0),
        Operand.value(0));
    if (filter.length > 0) {
      steps.call(
          "never make the calls that no sandbox needs",
          "seccomp",
          Operand.value(FILTER, "SECCOMP_SET_MODE_FILTER"),
          Operand.value(0),
          program(plan, filter));
    }
    return plan.build();
  }

  /**
   * A JVM protected from the OOM killer would make programs that cannot be killed for memory; one
   * that is offered to it would offer its sandboxes too. An ordinary user may always raise the
   * score, and lower it to where root last set it.
   */
  private static void killable(PlanBuilder plan, PlanBuilder.Place steps) {
    steps
        .call(
            "open the score for the OOM killer",
            "openat",
            Operand.AT_FDCWD,
            plan.text("/proc/self/oom_score_adj"),
            Operand.value(1 | ControlSockets.O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
        .save("oom");
    steps
        .call("make it the usual one", "write", plan.saved("oom"), plan.text("0"), Operand.value(1))
        .exactly(1)
        .unless(Errno.EACCES);
    steps.call("close it", "close", plan.saved("oom")).clears();
  }

  /**
   * Limits are kept on time also when every CPU is wanted by many: a shim that wakes is served
   * before programs that compute (it needs a few microseconds), as far as the JVM's user may ask
   * for that. Nothing that it clones inherits it. On kernels before 6.12 the length of the slice
   * means nothing.
   */
  private static void punctual(PlanBuilder plan, PlanBuilder.Place steps) {
    schedule(plan, steps, "be served soon", 0);
    schedule(plan, steps, "be served before others", FIRST_NICE);
    // With autogroups a nice value counts within a session only; the session has one of its own.
    steps
        .call(
            "find its autogroup",
            "openat",
            Operand.AT_FDCWD,
            plan.text("/proc/self/autogroup"),
            Operand.value(O_WRONLY | O_CLOEXEC, "O_WRONLY|O_CLOEXEC"))
        .save("autogroup")
        .unless(Errno.ENOENT)
        .unless(Errno.EROFS); // a container's /proc may be read-only
    steps
        .call(
            "serve it before others",
            "write",
            plan.saved("autogroup"),
            plan.text(String.valueOf(FIRST_NICE)),
            Operand.value(String.valueOf(FIRST_NICE).length()))
        .ifPresent()
        .unless(Errno.EPERM)
        .unless(Errno.EAGAIN);
    steps.call("close it", "close", plan.saved("autogroup")).ifPresent().clears();
  }

  private static void schedule(PlanBuilder plan, PlanBuilder.Place steps, String why, int nice) {
    Chunk attributes =
        plan.room(SCHED_ATTR, "{SCHED_OTHER, RESET_ON_FORK, nice " + nice + ", slice 0.1 ms}");
    attributes.put32(0, SCHED_ATTR).put64(8, RESET_ON_FORK).put32(16, nice).put64(24, SLICE_NANOS);
    steps
        .call(
            why,
            "sched_setattr",
            Operand.value(0),
            new Operand.Address(attributes, 0),
            Operand.value(0))
        .unless(Errno.EPERM);
  }

  private static byte[] ones() {
    byte[] mask = new byte[128];
    java.util.Arrays.fill(mask, (byte) 0xff);
    return mask;
  }

  private static Operand limit(PlanBuilder plan, long value) {
    return new Operand.Address(
        plan.room(16, "{" + value + ", " + value + "}").put64(0, value).put64(8, value), 0);
  }

  /** A {@code struct sock_fprog} around a filter. */
  static Operand program(PlanBuilder plan, byte[] filter) {
    Chunk instructions = plan.bytes(filter, filter.length / 8 + " instructions");
    Chunk program = plan.room(16, "{" + instructions + "}");
    program.put16(0, filter.length / 8).pointer(8, instructions);
    return new Operand.Address(program, 0);
  }
}
