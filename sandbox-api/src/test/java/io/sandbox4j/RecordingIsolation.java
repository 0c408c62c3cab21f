/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.Engine;
import io.sandbox4j.spi.PreparedSandbox;
import io.sandbox4j.spi.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mockito.Mockito;

/** An engine that starts nothing and remembers what it was asked for. */
final class RecordingIsolation implements Isolation, Engine {
  final List<SandboxSpec> specs = new ArrayList<>();
  final List<Command> started = new CopyOnWriteArrayList<>();
  final List<Duration> queued = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<SandboxResult>> ends = new CopyOnWriteArrayList<>();
  final List<SandboxProcess> processes = new CopyOnWriteArrayList<>();
  final List<Outcome.Killer> kills = new CopyOnWriteArrayList<>();
  final List<SessionOptions> sessions = new CopyOnWriteArrayList<>();
  final Session session = Mockito.mock(Session.class);
  int closes;

  @Override
  public Engine engine() {
    return this;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public HostReport probe() {
    return new HostReport(List.of());
  }

  SandboxSpec spec() {
    return specs.getLast();
  }

  static SandboxResult result(Outcome outcome) {
    return new SandboxResult(
        outcome,
        UsageTest.usage(1),
        CapturedOutput.NONE,
        CapturedOutput.NONE,
        java.util.Map.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public PreparedSandbox prepare(SandboxSpec spec) {
    specs.add(spec);
    return new PreparedSandbox() {
      @Override
      public SandboxSpec spec() {
        return spec;
      }

      @Override
      public SandboxProcess start(Command command, Duration waited, Runnable over)
          throws InterruptedException {
        started.add(command);
        queued.add(waited);
        CompletableFuture<SandboxResult> end = new CompletableFuture<>();
        var _ = end.whenComplete((_, _) -> over.run());
        SandboxProcess process = Mockito.mock(SandboxProcess.class);
        Mockito.when(process.onExit()).thenAnswer(_ -> end.copy());
        Mockito.when(process.waitFor()).thenAnswer(_ -> end.get());
        processes.add(process);
        ends.add(end);
        return process;
      }

      @Override
      public void kill(SandboxProcess process, Outcome.Killer by) {
        kills.add(by);
        ends.get(processes.indexOf(process)).complete(result(new Outcome.Killed(by)));
      }

      @Override
      public Session open(SessionOptions options) {
        sessions.add(options);
        return session;
      }

      @Override
      public Explanation explain(Command command) {
        return new Explanation(List.of(), List.of());
      }

      @Override
      public List<WallState> walls() {
        return List.of(new WallState(Wall.ROOT, true, "recorded"));
      }

      @Override
      public void close() {
        closes++;
        processes.forEach(p -> {
          if (!ends.get(processes.indexOf(p)).isDone()) {
            kill(p, Outcome.Killer.CLOSE);
          }
        });
      }
    };
  }
}
