/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.DeniedCallPolicy;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SingleExec;
import java.util.List;

/**
 * The layer while {@link Learning}: a filter that notifies every call. The launch's own execve is
 * let through by the shim, as all of them would be by the JVM after it.
 *
 * @param learning who is told
 * @param abi the interface
 * @param compiler keeps the filters
 */
record LearningSteps(Learning learning, SyscallAbi abi, FilterCompiler compiler)
    implements PreparedLayer {
  private static final int SET_MODE_FILTER = 1;
  private static final int NEW_LISTENER = 8;

  /** Compiles what every launch needs, so that what is wrong with the policy is said at once. */
  static PreparedLayer prepare(ProcessIsolation process, SyscallAbi abi, int control) {
    if (process.option(SeccompOption.class).isPresent()) {
      throw new IllegalArgumentException(
          "a sandbox learns under the policy that Seccomp.learning names, or has the one that"
              + " Seccomp.policy names, not both");
    }
    Learning learning = process.option(Learning.class).orElseThrow();
    var steps = new LearningSteps(learning, abi, new FilterCompiler());
    steps.filter(control);
    return steps;
  }

  private CompiledFilter filter(int control) {
    return compiler.compile(
        learning.base(),
        FilterOptions.of(abi, SeccompMode.ENFORCE).controlledAt(control).everything());
  }

  /** What the base policy says of each call. */
  private CompiledFilter base() {
    return compiler.compile(learning.base(), FilterOptions.of(abi, SeccompMode.ENFORCE));
  }

  @Override
  public List<WallState> walls() {
    String detail = "policy " + learning.base().name() + " by the JVM, learning";
    return List.of(new WallState(Wall.SECCOMP, true, detail));
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.command().isEmpty()) {
      return;
    }
    CompiledFilter filter = filter(run.limits().openFiles());
    Chunk program =
        plan.room(16, filter.instructions().toString())
            .put16(0, filter.instructionCount())
            .pointer(8, filter.instructions());
    plan.at(Role.PROGRAM, Stage.SECCOMP)
        .call(
            "have every call notified",
            "seccomp",
            Operand.value(SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER"),
            Operand.value(NEW_LISTENER, "SECCOMP_FILTER_FLAG_NEW_LISTENER"),
            new Operand.Address(program, 0))
        .advice(
            Errno.EBUSY,
            "A filter with a listener is installed already: the JVM itself runs under one.")
        .save("listener");
    abi.number("execve").ifPresent(execve -> run.note(new SingleExec(execve)));
    SeccompLayer.handOver(plan);
    run.note(new Watcher(learning, base(), abi));
  }

  /** Tells of the calls of one run. */
  private record Watcher(Learning learning, CompiledFilter base, SyscallAbi abi)
      implements DeniedCallPolicy {
    @Override
    public void begin() {
      learning.begin();
    }

    @Override
    public boolean carriesOut(int arch, int number, long[] arguments) {
      return learning.sees(arch, number, arguments);
    }

    @Override
    public int errno(int number, long[] arguments) {
      return base.reportedErrno(number, arguments);
    }

    @Override
    public boolean endsRun(int number, long[] arguments) {
      return base.endsRun(number, arguments);
    }

    @Override
    public boolean memoryIsAtHand() {
      return !learning.base().mayStallThoseWhoLook();
    }

    @Override
    public String name(int number) {
      return abi.name(number).orElse(Integer.toString(number));
    }
  }
}
