/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.time.Duration;

/**
 * How long a soak goes on: to its full count, but no longer than {@code sandbox4j.soak.seconds}. In
 * the profile {@code soak} that is long enough for every count.
 */
public final class SoakTime {
  private static final String PROPERTY = "sandbox4j.soak.seconds";
  private static final int USUAL = 60;

  private final long end;

  private SoakTime(Duration most) {
    end = System.nanoTime() + most.toNanos();
  }

  /** From now on. */
  public static SoakTime begin() {
    return new SoakTime(Duration.ofSeconds(seconds()));
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return System.nanoTime() >= end;
  }

  /** The property's value. */
  public static int seconds() {
    return Integer.getInteger(PROPERTY, USUAL);
  }

  /** The property for a JVM that soaks on its own. */
  public static String option() {
    return "-D" + PROPERTY + "=" + seconds();
  }
}
