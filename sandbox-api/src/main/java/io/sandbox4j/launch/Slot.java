/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.Objects;

/**
 * A place for the saved result of a step, for example a descriptor or a pid.
 *
 * @param index number of the slot, 0 to {@link #MOST} - 1
 * @param name what it holds, for people
 */
public record Slot(int index, String name) {
  /** How many slots a plan can name; {@code plan.h} has one more, which stays empty. */
  public static final int MOST = 63;

  /** Checks the index. */
  public Slot {
    Objects.requireNonNull(name, "name");
    if (index < 0 || index >= MOST) {
      throw new IllegalArgumentException("slot " + index + " is not in 0.." + (MOST - 1));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
