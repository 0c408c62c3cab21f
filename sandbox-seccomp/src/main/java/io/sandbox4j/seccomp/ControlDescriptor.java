/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/**
 * The socket over which a child still speaks to its supervisor after its filter is in force: it
 * sends the listener, and the errno of a failed execve.
 */
public sealed interface ControlDescriptor {

  /** There is none. */
  record None() implements ControlDescriptor {}

  /**
   * {@code sendmsg} on this descriptor number is let through, whatever the policy says. The number
   * must be the program's hard limit of open files: the program can never have it open itself.
   *
   * @param number the descriptor, 0 or more
   */
  record At(int number) implements ControlDescriptor {
    /** Checks the range. */
    public At {
      if (number < 0) {
        throw new IllegalArgumentException("descriptor " + number + " is negative");
      }
    }
  }
}
