/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.time.Duration;
import java.util.List;

/** Where the tests run, as rig/suite.sh says it. */
public final class Place {
  /** An emulated processor is so much slower, and so much less even. */
  private static final int EMULATED = 15;

  private static final String PROPERTY = "sandbox4j.place";
  private static final boolean RIG = System.getProperty(PROPERTY, "").startsWith("rig-");

  private Place() {}

  /**
   * What a JVM that a test starts is told, so that it knows its place as well. Where nobody waits
   * for the good code of a JVM that lives for seconds, it compiles with C1 alone.
   */
  static List<String> options() {
    String place = "-D" + PROPERTY + "=" + System.getProperty(PROPERTY, "");
    return RIG ? List.of(place, "-XX:TieredStopAtLevel=1") : List.of(place);
  }

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
