/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;

/** The first launch of each of many sandboxes, for which nothing was made ahead. */
record FirstLaunch(int total, SandboxedProgram program) implements Measurement {
  @Override
  public String series() {
    return "sandbox-first";
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      try (Sandbox sandbox = Sandbox.builder().build()) {
        nanos[i] = program.launch(sandbox);
      }
    }
    return nanos;
  }
}
