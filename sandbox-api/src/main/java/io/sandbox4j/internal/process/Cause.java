/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import java.util.Optional;

/**
 * Why a run was ended, as a number that travels through the shim and back. Limits are 1 and up by
 * their ordinal, killers 100 and up, the shim's own reasons are at the top of the unsigned range.
 */
@SuppressWarnings("EnumOrdinal") // numbers that live no longer than the shim
final class Cause {
  static final int NONE = 0;
  static final int VIOLATION = 200;
  static final int SETUP_TIME = 0xfffffff0;
  static final int JVM_GONE = 0xfffffff1;
  static final int SESSION_ENDED = 0xfffffff2;
  static final int INIT_DIED = 0xfffffff3;
  private static final int KILLER = 100;

  private Cause() {}

  static int of(Limit limit) {
    return limit.ordinal() + 1;
  }

  static int of(Outcome.Killer killer) {
    return KILLER + killer.ordinal();
  }

  static Optional<Limit> limit(int cause) {
    Limit[] limits = Limit.values();
    return cause >= 1 && cause <= limits.length ? Optional.of(limits[cause - 1]) : Optional.empty();
  }

  static Optional<Outcome.Killer> killer(int cause) {
    Outcome.Killer[] killers = Outcome.Killer.values();
    return cause >= KILLER && cause < KILLER + killers.length
        ? Optional.of(killers[cause - KILLER])
        : Optional.empty();
  }
}
