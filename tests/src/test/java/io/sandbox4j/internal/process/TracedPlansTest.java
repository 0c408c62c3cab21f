/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.Isolation;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanSimulator;
import io.sandbox4j.launch.Role;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real launches of the sandboxes whose plans are kept as golden texts, under strace: the system
 * calls of the C interpreter are those of the simulator, with the same arguments, in each process
 * of the plan, from the first step of the launch to the last of the teardown.
 *
 * <p>Not among them: launches that are made ahead or stand by, for the shim works at several at
 * once and its trace is of them all; the randomised comparison has their steps, too.
 */
class TracedPlansTest {
  private static final SyscallTable TABLE = SyscallTable.of(Arch.current());

  @TempDir Path folder;

  /** A sandbox and what runs in it. */
  enum Traced {
    DEFAULT,
    RLIMITS_STAND_IN,
    CHROOT,
    DIRECTORY_ROOT_WITH_VIEWS,
    EMPTY_ROOT,
    HOST_NETWORK,
    JUDGE,
    STRICT,
    FILES_IN_AND_OUT,
    PINNED_AND_RESTRICTED,
    ALL_DESCENDANTS;

    Sandbox.Builder builder(Path folder) throws IOException {
      Sandbox.Builder builder = Sandboxes.any();
      return switch (this) {
        case DEFAULT, FILES_IN_AND_OUT, ALL_DESCENDANTS -> builder;
        case RLIMITS_STAND_IN -> builder.limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
        case CHROOT -> builder.chroot();
        case DIRECTORY_ROOT_WITH_VIEWS -> {
          Path image = Files.createDirectories(folder.resolve("image"));
          for (String place : new String[] {"bin", "usr", "lib", "lib64", "etc"}) {
            Files.createDirectories(image.resolve(place));
          }
          yield builder
              .root(Root.directory(image))
              .bindReadOnly(Path.of("/usr"), "/usr")
              .bindReadOnly(Path.of("/usr/lib"), "/lib")
              .bindReadOnly(Path.of("/usr/lib64"), "/lib64")
              .tmpfs("/scratch", Size.mib(16))
              .file("/scratch/motd", Source.text("hello\n"));
        }
        case EMPTY_ROOT -> builder.root(Root.empty());
        case HOST_NETWORK -> builder.network(Network.host(Danger.SHARES_THE_HOST_NETWORK));
        case JUDGE ->
            builder
                .isolation(Isolation.process().with(new SeccompOption("default", SeccompMode.KILL)))
                .limits(l ->
                    l.cpuTime(Duration.ofSeconds(1))
                        .wallTime(Duration.ofSeconds(30))
                        .memory(Size.mib(64))
                        .tasks(1));
        case STRICT ->
            builder.isolation(
                Isolation.process().with(Seccomp.policy(SeccompPolicy.named("strict"))));
        case PINNED_AND_RESTRICTED ->
            builder.limits(l -> l.pinnedCores(0).cpus(0.5).idleTime(Duration.ofSeconds(30)));
      };
    }

    Command command() {
      return switch (this) {
        case DEFAULT,
            RLIMITS_STAND_IN,
            CHROOT,
            DIRECTORY_ROOT_WITH_VIEWS,
            HOST_NETWORK,
            JUDGE,
            STRICT,
            PINNED_AND_RESTRICTED ->
            Command.of("/usr/bin/true");
        case EMPTY_ROOT ->
            Command.of("./busybox", "true")
                .copyIn("busybox", Source.file(Path.of("/bin/busybox")).executable());
        case FILES_IN_AND_OUT ->
            Command.of("/usr/bin/cp", "sub/in.txt", "out.txt")
                .secret("TOKEN", "swordfish")
                .copyIn("sub/in.txt", Source.text("42\n"))
                .copyOut("out.txt", Size.mib(1));
        case ALL_DESCENDANTS ->
            Command.of("/bin/sh", "-c", "sleep 0.1 & exit 3").awaitDescendants();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void calls_what_the_interpreter_calls(Traced sandbox) throws IOException, InterruptedException {
    assumeTrue(Sandboxes.isRoot(), "nobody but root may look into the shim");
    try (Sandbox keeps = Sandboxes.open()) { // the shim, too
      runToItsLastStep(keeps);
      try (Sandbox box = sandbox.builder(folder).build()) {
        Strace strace = attach();
        LaunchPlan plan = traced(strace, box, sandbox.command());
        try (Comparison comparison = new Comparison(strace)) {
          PlanSimulator run = comparison.launch(plan, null);
          comparison.end(run);
          assertTrue(comparison.calls() > 100, () -> "only " + comparison.calls());
        }
      }
    }
  }

  @Test
  void calls_what_the_interpreter_calls_for_a_session_and_a_command_in_it()
      throws IOException, InterruptedException {
    assumeTrue(Sandboxes.isRoot(), "nobody but root may look into the shim");
    try (Sandbox keeps = Sandboxes.open();
        Sandbox box = Sandboxes.open()) {
      runToItsLastStep(keeps);
      LaunchPlan outer;
      LaunchPlan inner;
      Strace strace = attach();
      try (strace) {
        Run run;
        try (Session session = box.open()) {
          run = engine(session).run();
          outer = run.plan();
          try (RunningCommand process =
              (RunningCommand) session.start(Command.of("/usr/bin/true"))) {
            inner = process.run().plan();
            assertTrue(process.waitFor().ok());
            awaitGone(process.run());
          }
        }
        awaitGone(run);
      }
      try (Comparison comparison = new Comparison(strace)) {
        PlanSimulator session = comparison.launch(outer, null);
        PlanSimulator command = comparison.launch(inner, session);
        comparison.end(command);
        comparison.end(session);
        assertTrue(comparison.calls() > 100, () -> "only " + comparison.calls());
      }
    }
  }

  /** What an interpreter would do that is not the simulator's like. */
  enum Difference {
    A_CALL_LESS,
    A_CALL_MORE,
    TWO_EXCHANGED,
    ANOTHER_TEXT,
    ANOTHER_FLAG;

    List<TracedCall> made(List<TracedCall> calls) {
      List<TracedCall> changed = new ArrayList<>(calls);
      int at = place(changed);
      if (at < 0) {
        return calls; // of another process
      }
      TracedCall call = changed.get(at);
      switch (this) {
        case A_CALL_LESS -> changed.remove(at);
        case A_CALL_MORE -> changed.add(at, new TracedCall("sync", List.of(), 0));
        case TWO_EXCHANGED -> Collections.swap(changed, at, at + 1);
        case ANOTHER_TEXT ->
            changed.set(at, with(call, 0, new TracedCall.Text("sandboy".getBytes(UTF_8))));
        case ANOTHER_FLAG -> changed.set(at, with(call, 1, new TracedCall.Figure(6)));
      }
      return changed;
    }

    private static int place(List<TracedCall> calls) {
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i).name().equals("sethostname")) {
          return i;
        }
      }
      return -1;
    }

    private static TracedCall with(TracedCall call, int index, TracedCall.Argument argument) {
      List<TracedCall.Argument> arguments = new ArrayList<>(call.arguments());
      arguments.set(index, argument);
      return new TracedCall(call.name(), arguments, call.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_difference_is_found(Difference difference) throws IOException, InterruptedException {
    assumeTrue(Sandboxes.isRoot(), "nobody but root may look into the shim");
    try (Sandbox keeps = Sandboxes.open();
        Sandbox box = Sandboxes.open()) {
      runToItsLastStep(keeps);
      Strace strace = attach();
      LaunchPlan plan = traced(strace, box, Command.of("/usr/bin/true"));
      try (Comparison comparison = new Comparison(strace, difference::made)) {
        assertThrows(AssertionError.class, () -> comparison.launch(plan, null));
      }
    }
  }

  /** A run's result comes before its cgroups are removed, which the trace must not begin with. */
  private static void runToItsLastStep(Sandbox box) throws InterruptedException {
    try (RunningCommand process = (RunningCommand) box.start(Command.of("/bin/true"))) {
      assertTrue(process.waitFor().ok());
      awaitGone(process.run());
    }
  }

  /** Runs it under strace, to its end; its plan. */
  private static LaunchPlan traced(Strace strace, Sandbox box, Command command)
      throws IOException, InterruptedException {
    try (strace;
        RunningCommand process = (RunningCommand) box.start(command)) {
      process.waitFor();
      awaitGone(process.run());
      return process.run().plan();
    }
  }

  /** What the sandbox wraps. */
  private static EngineSession engine(Session session) {
    try {
      Field field = session.getClass().getDeclaredField("session");
      field.setAccessible(true);
      return (EngineSession) field.get(session);
    } catch (ReflectiveOperationException renamed) {
      throw new LinkageError("the wrapper has changed", renamed);
    }
  }

  private Strace attach() throws IOException {
    Path traces = Files.createDirectory(folder.resolve("traces"));
    return new Strace(traces, Supervisors.instance().current().pid());
  }

  private static void awaitGone(Run run) throws InterruptedException {
    try {
      run.gone().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  /** The simulator at work over what strace has seen. */
  private static final class Comparison implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final SimulatedMemory memory = new SimulatedMemory(arena);
    private final TracedShim shim;
    private final TracedSurroundings around;

    Comparison(Strace strace) {
      this(strace, calls -> calls);
    }

    /** With another trace of the children. */
    Comparison(Strace strace, UnaryOperator<List<TracedCall>> change) {
      TracedProcess trace = strace.of("the shim", Supervisors.instance().current().pid());
      shim = new TracedShim(trace);
      around =
          new TracedSurroundings(
              trace, pid -> strace.of("process", pid).with(change), memory, shim);
    }

    PlanSimulator launch(LaunchPlan plan, PlanSimulator session) {
      PlanSimulator run = new PlanSimulator(plan, around, TABLE, memory, around.takeLaunch());
      if (session != null) {
        run.inside(session);
      }
      shim.begins(plan, run);
      assertFalse(run.execute(Role.SHIM).isFailure());
      return run;
    }

    void end(PlanSimulator run) {
      assertEquals(0, run.execute(Role.END).errno());
      assertEquals(0, run.execute(Role.TEARDOWN).errno());
    }

    int calls() {
      return around.compared();
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
