/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;

/**
 * Launches one after the other.
 *
 * @param total how many in all
 * @param sandbox the sandbox, open
 * @param program the program
 */
record ColdLaunch(int total, Sandbox sandbox, SandboxedProgram program) implements Measurement {
  @Override
  public String series() {
    return "sandbox-cold";
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      nanos[i] = program.launch(sandbox);
    }
    return nanos;
  }
}
