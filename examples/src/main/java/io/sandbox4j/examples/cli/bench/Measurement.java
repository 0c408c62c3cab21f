/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;

/** One way to start the program, measured in portions so that all ways share the host's weather. */
interface Measurement {

  /** The name of its series. */
  String series();

  /** How many times it runs in all. */
  int total();

  /**
   * Measures a portion.
   *
   * @param n how many launches
   * @return nanoseconds of each
   * @throws IOException if the program did not run
   */
  long[] measure(int n) throws IOException, InterruptedException;
}
