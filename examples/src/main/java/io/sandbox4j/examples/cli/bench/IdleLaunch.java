/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;

/**
 * Launches with pauses of 50 to 200 ms between them, in which caches cool and CPUs sleep.
 *
 * @param total how many in all
 * @param sandbox the sandbox, open
 * @param program the program
 */
record IdleLaunch(int total, Sandbox sandbox, SandboxedProgram program) implements Measurement {
  private static final int SHORTEST_MS = 50;
  private static final int SPREAD_MS = 150;

  /**
   * No multiple of it is near another's, so pauses do not fall into step with the host's timers.
   */
  private static final int STEP_MS = 37;

  @Override
  public String series() {
    return "sandbox-cold-idle";
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      Thread.sleep(SHORTEST_MS + i * STEP_MS % SPREAD_MS);
      nanos[i] = program.launch(sandbox);
    }
    return nanos;
  }
}
