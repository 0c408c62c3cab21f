/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import java.util.Objects;

/** What the caller of a handled system call gets. */
public sealed interface CallAnswer {

  /**
   * A value.
   *
   * @param value the value; not -4095 to -1, which programs take for an errno
   */
  record Value(long value) implements CallAnswer {
    /** Checks that it is none. */
    public Value {
      if (value < 0 && value >= -Refusal.MAX) {
        throw new IllegalArgumentException(
            "programs take " + value + " for an error: answer with errno " + -value);
      }
    }
  }

  /**
   * An error.
   *
   * @param errno its number, 1 to 4095; not 512 to 516, by which the kernel restarts calls
   */
  record Refusal(int errno) implements CallAnswer {
    static final int MAX = 4095;

    /** Checks the range. */
    public Refusal {
      if (errno < 1 || errno > MAX || (errno >= 512 && errno <= 516)) {
        throw new IllegalArgumentException(
            "errno " + errno + " is not within 1..4095 without 512..516");
      }
    }
  }

  /**
   * A descriptor of a file that nobody else has and nobody can change, at its start.
   *
   * @param bytes what is in it; they stay in the JVM's account as long as the program holds it
   * @param closeOnExec whether an exec closes it
   */
  @SuppressWarnings("ArrayRecordComponent") // written into the file at once, never compared
  record Content(byte[] bytes, boolean closeOnExec) implements CallAnswer {
    /** Checks that there is one. */
    public Content {
      Objects.requireNonNull(bytes, "bytes");
    }
  }

  /**
   * A copy of a descriptor of ours: whatever it leads to, the program has from then on.
   *
   * @param descriptor what is copied; closed here in any case
   * @param closeOnExec whether an exec closes the copy
   */
  record Copy(PassedDescriptor descriptor, boolean closeOnExec) implements CallAnswer {
    /** Checks that there is one. */
    public Copy {
      Objects.requireNonNull(descriptor, "descriptor");
    }
  }

  /**
   * The kernel carries the call out, with what its pointers lead to <em>then</em>: whatever was
   * read and found good before, another thread may have changed.
   */
  record CarryOut() implements CallAnswer {}
}
