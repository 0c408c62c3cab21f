/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Sandbox;
import java.io.IOException;

/**
 * What comes after the exit, each time of a sandbox of its own.
 *
 * @param total how many in all
 * @param program the program
 */
record CleanUp(int total, SandboxedProgram program) implements Measurement {
  @Override
  public String series() {
    return "cleanup";
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      nanos[i] = program.cleanUp(Sandbox.builder().build());
    }
    return nanos;
  }
}
