/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.time.Duration;
import java.util.Objects;

/** A limit that the shim enforces: what to look at, and which value ends the run. */
public sealed interface Watch {

  /** {@return the caller's number for why the run ended; comes back with the ended event} */
  int cause();

  /**
   * Wall time from the program's execve, without the time the caller paused it.
   *
   * @param cause why the run ended
   * @param limit when it ends
   */
  record Wall(int cause, Duration limit) implements Watch {}

  /**
   * A growing counter, for example a cgroup's CPU time; what it showed at execve does not count.
   *
   * @param cause why the run ended
   * @param limit how far it may grow
   * @param file the slot of the open file
   * @param key the word before the number, or empty when the number stands alone
   * @param nanosPerUnit nanoseconds in one unit of the counter
   * @param parallel by how many nanoseconds the counter can grow in one: the CPUs it can use
   */
  record Counter(int cause, Duration limit, Slot file, String key, int nanosPerUnit, int parallel)
      implements Watch {
    /** Checks that there is a key to look for, if an empty one. */
    public Counter {
      Objects.requireNonNull(key, "key");
      if (nanosPerUnit < 1 || parallel < 1) {
        throw new IllegalArgumentException("nanosPerUnit and parallel are at least 1");
      }
    }
  }

  /**
   * A counter that stands still.
   *
   * @param cause why the run ended
   * @param limit how long it may stand still
   * @param file the slot of the open file
   * @param key the word before the number, or empty
   * @param nanosPerUnit nanoseconds in one unit of the counter
   */
  record Idle(int cause, Duration limit, Slot file, String key, int nanosPerUnit)
      implements Watch {}

  /**
   * A descriptor that becomes readable, for example the eventfd of a v1 memory cgroup.
   *
   * @param cause why the run ended
   * @param event the slot of the descriptor
   */
  record Event(int cause, Slot event) implements Watch {}
}
