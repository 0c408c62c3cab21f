/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Something that can be measured on this host. */
@FunctionalInterface
public interface Benchmark {

  /**
   * Measures.
   *
   * @param runs how many measurements a series has
   * @param progress is told what is being measured
   * @return the figures
   * @throws IOException if a program cannot be compiled or does not run
   */
  Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException;
}
