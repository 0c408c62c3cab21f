/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What a launch costs in a JVM with ten thousand open sockets, beside one without. */
public final class SocketsBenchmark implements Benchmark {
  private static final int SOCKETS = 10_000;
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 200;
  private static final String WITHOUT = "sandbox-cold";
  private static final String WITH = "sandbox-cold-10000-sockets";

  /** A benchmark. */
  public SocketsBenchmark() {}

  @Override
  public Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException {
    Samples samples = new Samples();
    try (Workshop workshop = Workshop.open();
        Sandbox sandbox = Sandbox.builder().build()) {
      SandboxedProgram program = SandboxedProgram.of(workshop.staticProgram());
      progress.accept("warm-up");
      for (int i = 0; i < Math.min(WARM_UP, runs); i++) {
        program.launch(sandbox);
      }
      for (int round = 0; round < ROUNDS; round++) {
        progress.accept("round %d of %d".formatted(round + 1, ROUNDS));
        int portion = (runs + ROUNDS - 1 - round) / ROUNDS;
        measure(program, sandbox, WITHOUT, portion, samples);
        Deque<DatagramChannel> sockets = new ArrayDeque<>();
        try {
          open(sockets);
          measure(program, sandbox, WITH, portion, samples);
        } finally {
          for (DatagramChannel socket : sockets) {
            socket.close();
          }
        }
      }
    }
    return new Figures(
        samples.series(),
        List.of(
            Figures.ratio(
                "launch with 10000 open sockets over one without (p50)",
                samples.series(WITH).micros(50),
                samples.series(WITHOUT).micros(50))));
  }

  private static void open(Deque<DatagramChannel> sockets) throws IOException {
    try {
      while (sockets.size() < SOCKETS) {
        sockets.add(DatagramChannel.open());
      }
    } catch (IOException refused) {
      throw new IOException(
          "only "
              + sockets.size()
              + " of "
              + SOCKETS
              + " sockets can be opened; raise the limit of open files (ulimit -n): "
              + refused.getMessage(),
          refused);
    }
  }

  private static void measure(
      SandboxedProgram program, Sandbox sandbox, String name, int runs, Samples samples)
      throws IOException, InterruptedException {
    for (int i = 0; i < runs; i++) {
      samples.add(name, program.launch(sandbox));
    }
  }
}
