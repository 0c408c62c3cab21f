/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.seccomp.internal.InterruptibleCallers;
import io.sandbox4j.spi.CallHandler;
import io.sandbox4j.spi.DeniedCallPolicy;
import io.sandbox4j.spi.FilterFirst;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import io.sandbox4j.spi.SingleExec;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The system call filter of the program. It is the last thing before the execve: after it only the
 * listener travels to the shim, by a sendmsg that the filter lets through on one descriptor number
 * that the program can never have open.
 */
public final class SeccompLayer implements Layer {
  private static final int SET_MODE_FILTER = 1;
  private static final int GET_ACTION_AVAIL = 2;
  private static final int NEW_LISTENER = 8;
  private static final int WAIT_KILLABLE = 32;
  private static final int WORD = 16;
  private static final int LISTENER_WORD = 4;
  private static final int NO_SLOT = 255;

  /** Made by the service loader. */
  public SeccompLayer() {}

  @Override
  public String name() {
    return "seccomp";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.SECCOMP);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    boolean there = isAvailable();
    return List.of(
        new Finding(
            "seccomp",
            there ? State.AVAILABLE : State.MISSING,
            there
                ? "filters and user notification work"
                : "the kernel has no seccomp filters with user notification",
            there
                ? ""
                : "Use a kernel with CONFIG_SECCOMP_FILTER; a container must not filter seccomp(2)"
                    + " itself."));
  }

  private static boolean isAvailable() {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var action = arena.allocate(4, 4);
      action.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, KernelReturn.USER_NOTIF);
      return Kernel.host().call("seccomp", GET_ACTION_AVAIL, 0, action.address()) == 0;
    }
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    if (spec.isolation() instanceof ProcessIsolation process
        && process.without().contains(Wall.SECCOMP)) {
      return new Absent();
    }
    SyscallAbi abi = SyscallAbi.of(Arch.of(host.machine()));
    if (spec.isolation() instanceof ProcessIsolation process
        && process.option(Learning.class).isPresent()) {
      return LearningSteps.prepare(process, abi, spec.limits().openFiles());
    }
    SeccompOption option =
        spec.isolation() instanceof ProcessIsolation process
            ? process.option(SeccompOption.class).orElse(SeccompOption.DEFAULT)
            : SeccompOption.DEFAULT;
    FilterCompiler compiler = new FilterCompiler();
    int control = spec.limits().openFiles();
    CompiledFilter usual =
        compiler.compile(
            option.policy(), FilterOptions.of(abi, option.mode()).controlledAt(control));
    abi.number("execve").ifPresent(execve -> TheLaunch.alone(usual, execve)); // or says why not
    boolean killable =
        usual.hasHandlers()
            && SeccompListener.canWaitKillable(Kernel.host())
            && !(spec.isolation() instanceof ProcessIsolation process
                && process.option(InterruptibleCallers.class).isPresent());
    return new Prepared(option, abi, compiler, usual, control, killable);
  }

  /** The filter's listener, saved as {@code listener}, goes to the shim and to the JVM. */
  static void handOver(PlanBuilder plan) {
    Prepared.handOver(plan);
  }

  /** No filter, by request. */
  private record Absent() implements PreparedLayer {
    @Override
    public List<WallState> walls() {
      return List.of(new WallState(Wall.SECCOMP, false, "left out by request"));
    }

    @Override
    public void contribute(RunSpec run, PlanBuilder plan) {}
  }

  /**
   * A launch must not wait for a compilation: the compiler keeps what it compiled, and the filter
   * of a command that changes no limit of open files is at hand.
   */
  private record Prepared(
      SeccompOption option,
      SyscallAbi abi,
      FilterCompiler compiler,
      CompiledFilter usual,
      int usualControl,
      boolean killable)
      implements PreparedLayer {
    @Override
    public List<WallState> walls() {
      return List.of(new WallState(Wall.SECCOMP, true, "policy " + usual + ", " + option.mode()));
    }

    private CompiledFilter compiled(int control) {
      return control == usualControl
          ? usual
          : compiler.compile(
              option.policy(), FilterOptions.of(abi, option.mode()).controlledAt(control));
    }

    private Operand flags(CompiledFilter filter) {
      if (!filter.needsListener()) {
        return Operand.value(0);
      }
      String listener = "SECCOMP_FILTER_FLAG_NEW_LISTENER";
      return killable
          ? Operand.value(
              NEW_LISTENER | WAIT_KILLABLE, listener + "|SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV")
          : Operand.value(NEW_LISTENER, listener);
    }

    @Override
    public void contribute(RunSpec run, PlanBuilder plan) {
      if (run.command().isEmpty()) {
        return;
      }
      CompiledFilter filter = compiled(run.limits().openFiles());
      Chunk program =
          plan.room(16, filter.instructions().toString())
              .put16(0, filter.instructionCount())
              .pointer(8, filter.instructions());
      var steps = plan.at(Role.PROGRAM, Stage.SECCOMP);
      var install =
          steps
              .call(
                  "allow only the calls of the policy " + filter.policyName(),
                  "seccomp",
                  Operand.value(SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER"),
                  flags(filter),
                  new Operand.Address(program, 0))
              .advice(
                  Errno.EBUSY,
                  "A filter with a listener is installed already: the JVM itself runs under one.");
      abi.number("execve").stream()
          .filter(execve -> TheLaunch.asks(filter, execve))
          .forEach(execve -> run.note(new SingleExec(execve)));
      if (run.standsBy() && letsStreamsIn(filter, run.limits().openFiles())) {
        run.note(new FilterFirst());
      }
      if (!filter.needsListener()) {
        return;
      }
      install.save("listener");
      handOver(plan);
      run.note(new Answers(filter, abi, killable, !option.policy().mayStallThoseWhoLook()));
    }

    /** The process receives them by its control socket and makes each one of 0, 1 and 2. */
    private boolean letsStreamsIn(CompiledFilter filter, int control) {
      return allows(filter, "recvmsg", control)
          && allows(filter, "dup3", 0)
          && allows(filter, "dup3", control);
    }

    private boolean allows(CompiledFilter filter, String call, long descriptor) {
      OptionalInt number = abi.number(call);
      return number.isPresent()
          && filter.decide(number.getAsInt(), descriptor, 0, 0, 0, 0, 0)
              instanceof SeccompAction.Allow;
    }

    private static void handOver(PlanBuilder plan) {
      var steps = plan.at(Role.PROGRAM, Stage.SECCOMP);
      Chunk word =
          plan.room(WORD, "word 4").put32(0, LISTENER_WORD).put32(12, Role.PROGRAM.number());
      Chunk vector = plan.room(16, "iov").pointer(0, word).put64(8, WORD);
      Chunk control = plan.room(24, "SCM_RIGHTS $listener").put64(0, 20).put32(8, 1).put32(12, 1);
      Chunk header = plan.room(56, "{word 4, SCM_RIGHTS $listener}");
      header.pointer(16, vector).put64(24, 1).pointer(32, control).put64(40, 24);
      steps.does(
          "put the listener into a message",
          Action.Special.STORE32,
          new Operand.Address(control, 16),
          plan.saved("listener"));
      steps
          .call(
              "hand the listener to the shim",
              "sendmsg",
              plan.saved("program.end"),
              new Operand.Address(header, 0),
              Operand.value(0x4000, "MSG_NOSIGNAL"))
          .exactly(WORD);
      plan.at(Role.SHIM, Stage.SECCOMP)
          .does(
              "wait for the program's listener",
              Action.Special.AWAIT,
              Operand.value(Role.PROGRAM.number(), "PROGRAM"),
              Operand.value(LISTENER_WORD),
              Operand.value(NO_SLOT, "-"),
              Operand.value(plan.slot("listener").index(), "listener"),
              Operand.value(1));
      plan.report(plan.slot("listener"));
    }
  }

  /** Answers notified calls by asking the policy again. */
  private record Answers(
      CompiledFilter filter, SyscallAbi abi, boolean waitsKillable, boolean memoryIsAtHand)
      implements DeniedCallPolicy {
    @Override
    public @Nullable CallHandler handler(int number, long[] arguments) {
      return filter.hasHandlers()
              && filter.decide(number, arguments) instanceof SeccompAction.Notify action
          ? new NotifyRow(action, abi)
          : null;
    }

    @Override
    public int errno(int number, long[] arguments) {
      return filter.reportedErrno(number, arguments);
    }

    @Override
    public boolean endsRun(int number, long[] arguments) {
      return filter.endsRun(number, arguments);
    }

    @Override
    public String name(int number) {
      return abi.name(number).orElse(Integer.toString(number));
    }
  }
}
