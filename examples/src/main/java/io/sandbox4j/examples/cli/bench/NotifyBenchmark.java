/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompAction;
import io.sandbox4j.seccomp.SeccompGroup;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAnswer;
import io.sandbox4j.seccomp.SyscallHandler;
import io.sandbox4j.seccomp.SyscallRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long a call takes that a supervisor answers: a C program by epoll, the library's event loop,
 * and a handler of the caller's. The same program in a sandbox makes the calls and looks at the
 * clock: a switch into another cgroup costs more than one within.
 */
public final class NotifyBenchmark implements Benchmark {
  private static final int EACCES = 13;
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 20_000;
  private static final int MOST_IDLE = 500;
  private static final int PAUSE_MICROS = 20_000;
  private static final String NAME = "notified_call";

  /** A benchmark. */
  public NotifyBenchmark() {}

  @Override
  public Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException {
    Samples samples = new Samples();
    try (Workshop workshop = Workshop.open();
        Sandbox itself = listeningItself();
        Sandbox loop = answering(SyscallHandler.always(SyscallAnswer.errno(EACCES)));
        Sandbox report = answering(SeccompAction.reported(EACCES));
        Sandbox handler = answering(_ -> SyscallAnswer.errno(EACCES))) {
      Path program = workshop.notifiedCall();
      progress.accept("warm-up");
      inside(loop, program, WARM_UP, 0);
      inside(report, program, WARM_UP, 0);
      inside(handler, program, WARM_UP, 0);
      for (int round = 0; round < ROUNDS; round++) {
        progress.accept("round %d of %d".formatted(round + 1, ROUNDS));
        int calls = (runs + ROUNDS - 1 - round) / ROUNDS;
        add(samples, "notify-c", supervised(itself, program, calls, 0));
        add(samples, "notify-loop", inside(loop, program, calls, 0));
        add(samples, "notify-report", inside(report, program, calls, 0));
        add(samples, "notify-handler", inside(handler, program, calls, 0));
        int few = Math.min(calls, MOST_IDLE / ROUNDS);
        add(samples, "notify-c-idle", supervised(itself, program, few, PAUSE_MICROS));
        add(samples, "notify-loop-idle", inside(loop, program, few, PAUSE_MICROS));
        add(samples, "notify-report-idle", inside(report, program, few, PAUSE_MICROS));
        add(samples, "notify-handler-idle", inside(handler, program, few, PAUSE_MICROS));
      }
    }
    return new Figures(
        samples.series(),
        List.of(
            ratio(samples, "the event loop", "notify-loop", ""),
            ratio(samples, "the event loop, idle", "notify-loop", "-idle"),
            ratio(samples, "the event loop with a report", "notify-report", ""),
            ratio(samples, "the event loop with a report, idle", "notify-report", "-idle"),
            ratio(samples, "a handler", "notify-handler", ""),
            ratio(samples, "a handler, idle", "notify-handler", "-idle")));
  }

  private static String ratio(Samples samples, String who, String series, String kind) {
    return Figures.ratio(
        "answered by " + who + ", over the same in C (p50)",
        samples.series(series + kind).micros(50),
        samples.series("notify-c" + kind).micros(50));
  }

  private static Sandbox answering(SyscallHandler handler) {
    return answering(SeccompAction.notify("measured", handler));
  }

  private static Sandbox answering(SeccompAction action) {
    SeccompPolicy policy =
        SeccompPolicy.named("default").toBuilder()
            .name("notify-bench")
            .override(
                new SeccompGroup(
                    "measured",
                    "The call that is measured.",
                    List.of(SyscallRule.of("getpriority", action, "is measured"))))
            .build();
    return sandbox(policy);
  }

  private static Sandbox sandbox(SeccompPolicy policy) {
    return Sandbox.builder()
        .isolation(Isolation.process().with(Seccomp.policy(policy)))
        .limits(l -> l.cpuTime(Limits.UNLIMITED).wallTime(Limits.UNLIMITED))
        .build();
  }

  private static Command command(Path program, String what, int calls, int pause)
      throws IOException {
    return Command.of("./" + NAME, what, Integer.toString(calls), Integer.toString(pause))
        .copyIn(NAME, Source.bytes(Files.readAllBytes(program)).executable());
  }

  /** Only one filter of a process can have a listener: this one has none. */
  private static Sandbox listeningItself() {
    var policy = SeccompPolicy.builder("notify-bench-c", SeccompAction.allow());
    for (var grant : policy.build().dangers()) {
      policy.accept(grant, "a program of the benchmark");
    }
    return sandbox(policy.build());
  }

  private static String inside(Sandbox sandbox, Path program, int calls, int pause)
      throws IOException, InterruptedException {
    Command command = command(program, "call", calls, pause).stdout(Output.capture(Size.mib(32)));
    try (SandboxResult result = sandbox.run(command)) {
      check(result);
      return result.stdout().text();
    }
  }

  /** The program listens to itself; who answers it is the same program outside of the sandbox. */
  private static String supervised(Sandbox sandbox, Path program, int calls, int pause)
      throws IOException, InterruptedException {
    Command command =
        command(program, "listen", calls, pause).stdin(Input.pipe()).stdout(Output.pipe());
    try (SandboxProcess process = sandbox.start(command);
        BufferedReader said =
            new BufferedReader(
                new InputStreamReader(process.stdout(), StandardCharsets.US_ASCII))) {
      String number = said.readLine();
      Process supervisor =
          new ProcessBuilder(program.toString(), "answer", Long.toString(process.pid()), number)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader ready = supervisor.inputReader()) {
        if (ready.readLine() == null) {
          throw new IOException(program + " answer could not take the listener " + number);
        }
        process.stdin().write('\n');
        process.stdin().flush();
        String nanos = said.readAllAsString();
        try (SandboxResult result = process.waitFor()) {
          check(result);
        }
        return nanos;
      } finally {
        supervisor.destroyForcibly();
      }
    }
  }

  private static void check(SandboxResult result) throws IOException {
    if (!result.ok()) {
      throw new IOException("the program did not run: " + result);
    }
  }

  private static void add(Samples samples, String series, String nanos) {
    nanos.lines().forEach(line -> samples.add(series, Long.parseLong(line)));
  }
}
