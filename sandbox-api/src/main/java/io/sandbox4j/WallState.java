/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/**
 * Whether a wall stands.
 *
 * @param wall the wall
 * @param inForce whether it holds
 * @param detail what exactly holds, or why it does not
 */
public record WallState(Wall wall, boolean inForce, String detail) {
  /** Checks that nothing is missing. */
  public WallState {
    Objects.requireNonNull(wall, "wall");
    Objects.requireNonNull(detail, "detail");
  }
}
