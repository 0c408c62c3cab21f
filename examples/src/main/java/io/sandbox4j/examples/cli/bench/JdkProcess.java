/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The JDK's own way to start an unsandboxed process.
 *
 * @param total how many times it runs in all
 * @param program the program
 */
record JdkProcess(int total, Path program) implements Measurement {
  @Override
  public String series() {
    return "ProcessBuilder";
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(program.toString()).inheritIO();
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      long begin = System.nanoTime();
      int status = builder.start().waitFor();
      nanos[i] = System.nanoTime() - begin;
      if (status != 0) {
        throw new IOException(program + " ended with " + status);
      }
    }
    return nanos;
  }
}
