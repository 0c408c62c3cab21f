/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.Arrays;

/** Measured times of one way to start the program. Immutable. */
public final class Series {
  private static final double NANOS_PER_TENTH = 100;

  private final String name;
  private final long[] sorted;

  /**
   * A series.
   *
   * @param name its name
   * @param nanos the times in any order, at least one
   */
  public Series(String name, long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("series " + name + " has no measurement");
    }
    this.name = name;
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Whether it started sandboxes of this library. */
  public boolean isOurs() {
    return name.startsWith("sandbox-") || name.equals("cleanup");
  }

  /** How many measurements there are. */
  public int n() {
    return sorted.length;
  }

  /**
   * The time below which that share of all measurements lies (nearest rank), in microseconds.
   *
   * @param percent 1 to 100
   * @return microseconds, to a tenth
   */
  public double micros(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return Math.round(sorted[Math.max(rank, 1) - 1] / NANOS_PER_TENTH) / 10.0;
  }

  @Override
  public String toString() {
    return name + "[n=" + n() + ", p50=" + micros(50) + " us]";
  }
}
