/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.time.Duration;

/** Where the tests run, as rig/suite.sh says it. */
public final class Place {
  /** An emulated processor is so much slower, and so much less even. */
  private static final int EMULATED = 15;

  private static final boolean RIG = System.getProperty("sandbox4j.place", "").startsWith("rig-");

  private Place() {}

  /**
   * Whether the processor is emulated: for how often a test does the same, not for what it does.
   */
  public static boolean isEmulated() {
    return RIG;
  }

  /**
   * A bound on the time that the kernel, the shim and the JVM need for something.
   *
   * @param most what is promised on a real processor
   * @return the bound here
   */
  public static Duration within(Duration most) {
    return RIG ? most.multipliedBy(EMULATED) : most;
  }
}
