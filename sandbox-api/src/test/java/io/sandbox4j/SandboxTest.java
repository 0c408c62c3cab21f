/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refusedAs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

@Timeout(30)
class SandboxTest {
  private final RecordingIsolation engine = new RecordingIsolation();
  private final Command command = Command.of("prog");

  private Sandbox sandbox() {
    return Sandbox.builder().isolation(engine).build();
  }

  /** Runs on a virtual thread of its own. */
  private static <T> FutureTask<T> aside(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private void awaitStarted(int runs) throws InterruptedException {
    while (engine.ends.size() < runs) {
      Thread.sleep(1);
    }
  }

  @Nested
  class Running {
    @Test
    void returns_the_result() throws Exception {
      Sandbox sandbox = sandbox();
      var run = aside(() -> sandbox.run(command));
      awaitStarted(1);
      SandboxResult result = RecordingIsolation.result(new Outcome.Exited(0));
      engine.ends.getFirst().complete(result);
      assertSame(result, run.get());
    }

    @Test
    void captures_both_outputs() throws Exception {
      Sandbox sandbox = sandbox();
      var run = aside(() -> sandbox.run(command));
      awaitStarted(1);
      engine.ends.getFirst().complete(RecordingIsolation.result(new Outcome.Exited(0)));
      run.get();
      assertInstanceOf(Output.Captured.class, engine.started.getFirst().stdout().get());
      assertInstanceOf(Output.Captured.class, engine.started.getFirst().stderr().get());
    }

    @Test
    void leaves_chosen_outputs_alone() throws Exception {
      Sandbox sandbox = sandbox();
      var run =
          aside(() -> sandbox.run(command.stdout(Output.discard()).stderr(Output.toStdout())));
      awaitStarted(1);
      engine.ends.getFirst().complete(RecordingIsolation.result(new Outcome.Exited(0)));
      run.get();
      assertEquals(Optional.of(Output.discard()), engine.started.getFirst().stdout());
      assertEquals(Optional.of(Output.toStdout()), engine.started.getFirst().stderr());
    }

    @Test
    void refuses_pipes_whose_other_end_nobody_holds() {
      Sandbox sandbox = sandbox();
      Refusal.refused(() -> sandbox.run(command.stdin(Input.pipe())), "Input.pipe()", "start");
      Refusal.refused(() -> sandbox.run(command.stdout(Output.pipe())), "stdout", "start");
      Refusal.refused(() -> sandbox.run(command.stderr(Output.pipe())), "stderr", "start");
      assertEquals(List.of(), engine.started);
    }

    @Test
    void keeps_no_more_than_the_output_limit() throws Exception {
      Sandbox sandbox = sandbox();
      var run = aside(() -> sandbox.run(command.limits(l -> l.output(Size.kib(3)))));
      awaitStarted(1);
      engine.ends.getFirst().complete(RecordingIsolation.result(new Outcome.Exited(0)));
      run.get();
      assertEquals(Optional.of(Output.capture(Size.kib(3))), engine.started.getFirst().stdout());
    }

    @Test
    void interrupted_kills_collects_and_throws() throws Exception {
      Sandbox sandbox = sandbox();
      FutureTask<SandboxResult> run = new FutureTask<>(() -> sandbox.run(command));
      Thread runner = Thread.ofVirtual().start(run);
      awaitStarted(1);
      runner.interrupt();
      ExecutionException failure = assertThrows(ExecutionException.class, run::get);
      assertInstanceOf(InterruptedException.class, failure.getCause());
      assertEquals(List.of(Outcome.Killer.INTERRUPT), engine.kills);
      assertTrue(engine.ends.getFirst().isDone());
    }
  }

  @Nested
  class Starting {
    @Test
    void leaves_the_outputs_for_the_engine_to_default() throws Exception {
      sandbox().start(command);
      assertEquals(Optional.empty(), engine.started.getFirst().stdout());
    }

    @Test
    void without_a_bound_never_queues() throws Exception {
      sandbox().start(command);
      assertEquals(List.of(Duration.ZERO), engine.queued);
    }
  }

  @Nested
  class A_bounded_sandbox {
    private final Sandbox one =
        Sandbox.builder()
            .isolation(engine)
            .maxConcurrent(1)
            .queueTimeout(Duration.ofMillis(50))
            .build();

    @Test
    void refuses_who_waited_too_long() throws Exception {
      one.start(command);
      refusedAs(SandboxBusyException.class, () -> one.start(command), "PT0.05S", "maxConcurrent");
      assertEquals(1, engine.started.size());
    }

    @Test
    void lets_the_next_one_in_when_a_run_ends() throws Exception {
      Sandbox patient = Sandbox.builder().isolation(engine).maxConcurrent(1).build();
      patient.start(command);
      var second = aside(() -> patient.start(command));
      Thread.sleep(20);
      assertEquals(1, engine.started.size());
      engine.ends.getFirst().complete(RecordingIsolation.result(new Outcome.Exited(0)));
      second.get();
      assertEquals(2, engine.started.size());
      assertTrue(engine.queued.getLast().isPositive(), engine.queued::toString);
    }

    @Test
    void gives_the_turn_back_when_a_launch_fails() throws Exception {
      Sandbox failing =
          Sandbox.builder()
              .isolation(new FailingIsolation())
              .maxConcurrent(1)
              .queueTimeout(Duration.ofMillis(50))
              .build();
      for (int i = 0; i < 3; i++) {
        refusedAs(SandboxSetupException.class, () -> failing.start(command), "EPERM");
      }
    }
  }

  @Nested
  class Closed {
    private final Sandbox sandbox = sandbox();

    @Test
    void it_takes_no_more() {
      sandbox.close();
      refusedAs(IllegalStateException.class, () -> sandbox.run(command), "closed");
      refusedAs(IllegalStateException.class, () -> sandbox.start(command), "closed");
      refusedAs(IllegalStateException.class, sandbox::open, "closed");
      refusedAs(IllegalStateException.class, () -> sandbox.explain(command), "closed");
      assertEquals(List.of(), engine.started);
    }

    @Test
    void it_has_killed_its_runs() throws Exception {
      sandbox.start(command);
      sandbox.close();
      assertEquals(List.of(Outcome.Killer.CLOSE), engine.kills);
    }

    @Test
    void twice_is_once() {
      sandbox.close();
      sandbox.close();
      assertEquals(1, engine.closes);
    }

    @Test
    void whoever_still_queued_is_refused() throws Exception {
      Sandbox one = Sandbox.builder().isolation(engine).maxConcurrent(1).build();
      one.start(command);
      var queued = aside(() -> one.start(command));
      Thread.sleep(20);
      one.close();
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> queued.get(10, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertEquals(1, engine.started.size());
    }
  }

  @Nested
  class A_session {
    @Test
    void has_the_options_asked_for() throws Exception {
      sandbox().open(o -> o.bind(java.nio.file.Path.of("/srv"), "/w").limits(l -> l.tasks(9)));
      SessionOptions options = engine.sessions.getFirst();
      assertEquals("/w", options.views().getFirst().at().text());
      assertEquals(9, options.limitsUnder(Limits.DEFAULT).tasks());
    }

    @Test
    void without_options_has_what_the_sandbox_has() throws Exception {
      sandbox().open();
      assertEquals(List.of(), engine.sessions.getFirst().views());
      assertEquals(Limits.DEFAULT, engine.sessions.getFirst().limitsUnder(Limits.DEFAULT));
    }

    @Test
    void stays_below_the_ceiling() {
      Refusal.refused(
          () -> {
            sandbox().open(o -> o.limits(l -> l.memory(Size.gib(9))));
            engine.sessions.getFirst().limitsUnder(Limits.DEFAULT);
          },
          "memory",
          "9 GiB",
          "512 MiB");
    }
  }

  @Test
  void its_walls_are_the_engines() {
    assertEquals(List.of(new WallState(Wall.ROOT, true, "recorded")), sandbox().walls());
  }

  @Nested
  class A_session_of_a_bounded_sandbox {
    private final Sandbox one =
        Sandbox.builder()
            .isolation(engine)
            .maxConcurrent(1)
            .queueTimeout(Duration.ofMillis(50))
            .build();

    @Test
    void counts_as_one_run_until_it_is_closed() throws Exception {
      Session session = one.open();
      refusedAs(SandboxBusyException.class, () -> one.start(command), "queueTimeout");
      session.close();
      session.close();
      one.start(command);
      refusedAs(SandboxBusyException.class, () -> one.start(command), "queueTimeout");
    }

    @Test
    void never_waits_for_itself() throws Exception {
      Session session = one.open();
      session.start(command);
      session.start(command);
      Mockito.verify(engine.session, Mockito.times(2)).start(command);
    }

    @Test
    void above_its_ceiling_takes_no_turn() throws Exception {
      Refusal.refused(() -> one.open(o -> o.limits(l -> l.tasks(1_000))), "tasks");
      one.start(command);
    }
  }

  @Nested
  class A_command_of_a_session {
    @Test
    void has_the_sessions_variables_but_for_its_own() throws Exception {
      Session session = sandbox().open(o -> o.env("A", "1").env("B", "2").secret("TOKEN", "x"));
      session.start(command.env("B", "mine"));
      ArgumentCaptor<Command> started = ArgumentCaptor.forClass(Command.class);
      Mockito.verify(engine.session).start(started.capture());
      assertEquals(Map.of("A", "1", "B", "mine", "TOKEN", "x"), started.getValue().environment());
      assertEquals(List.of("TOKEN"), started.getValue().secrets());
    }

    @Test
    void that_is_waited_for_is_captured() throws Exception {
      Session session = sandbox().open(o -> o.limits(l -> l.output(Size.mib(2))));
      session.run(command);
      ArgumentCaptor<Command> run = ArgumentCaptor.forClass(Command.class);
      Mockito.verify(engine.session).run(run.capture());
      assertEquals(Optional.of(Output.capture(Size.mib(2))), run.getValue().stdout());
      Refusal.refused(() -> session.run(command.stdin(Input.pipe())), "Input.pipe()");
    }
  }

  @Test
  void a_sessions_limits_add_up() throws Exception {
    sandbox()
        .open(o ->
            o.limits(l -> l.tasks(9))
                .limits(l -> l.openFiles(90))
                .tmpfs("/c", Size.mib(1))
                .file("/etc/motd", Source.text("hi")));
    Limits limits = engine.sessions.getFirst().limitsUnder(Limits.DEFAULT);
    assertEquals(9, limits.tasks());
    assertEquals(90, limits.openFiles());
    assertEquals(2, engine.sessions.getFirst().views().size());
  }
}
