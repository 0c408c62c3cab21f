/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.Arrays;

/**
 * Measured times of one way to start the program.
 *
 * @param name the name of the series
 * @param nanos the times, sorted, at least one
 */
public record Series(String name, long[] nanos) {
  /** Copies and sorts the times. */
  public Series {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("series " + name + " has no measurement");
    }
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  @Override
  public long[] nanos() {
    return nanos.clone();
  }

  /** How many measurements there are. */
  public int n() {
    return nanos.length;
  }

  /**
   * The time below which that share of all measurements lies (nearest rank), in microseconds.
   *
   * @param percent 1 to 100
   * @return microseconds, to a tenth
   */
  public double micros(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * nanos.length);
    return nanos[Math.max(rank, 1) - 1] / 100 / 10.0;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Series that
        && name.equals(that.name)
        && Arrays.equals(nanos, that.nanos);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(nanos);
  }

  @Override
  public String toString() {
    return name + "[n=" + n() + ", p50=" + micros(50) + " us]";
  }
}
