/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

/**
 * Which process executes a list of steps, and when. The order is part of the block format ({@code
 * plan.h}).
 */
public enum Role {
  /** The shim, while it launches: outside every sandbox, with the rights of the JVM's user. */
  SHIM,
  /** The sandbox's pid 1: builds namespaces and root, then locks itself and reaps. */
  INIT,
  /** A child of the shim that enters the sandbox's namespaces and clones the program. */
  ENTRY,
  /** The program's process before its execve. */
  PROGRAM,
  /** The shim, when the caller pauses the run. */
  PAUSE,
  /** The shim, when the caller resumes it. */
  RESUME,
  /** The shim, when the run is over: kill and reap all that is left. */
  END,
  /** The shim, when the results are read: remove what the launch made on the host. */
  TEARDOWN;

  /** {@return the number that stands for it in the block} */
  @SuppressWarnings("EnumOrdinal") // the order is the format's
  public int number() {
    return ordinal();
  }

  /**
   * The role that a number of the block stands for.
   *
   * @param number 0 to 7
   * @return the role
   */
  @SuppressWarnings("EnumOrdinal") // the order is the format's
  public static Role numbered(int number) {
    return values()[number];
  }

  /** {@return whether a process of its own executes the steps, other than the shim} */
  public boolean isChild() {
    return this == INIT || this == ENTRY || this == PROGRAM;
  }
}
