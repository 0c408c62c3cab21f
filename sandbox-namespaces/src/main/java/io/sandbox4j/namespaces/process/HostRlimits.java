/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import java.util.EnumMap;
import java.util.Map;

/**
 * The hard limits that the JVM passes on: no program can have more.
 *
 * @param hard the limits, {@link Long#MAX_VALUE} for unlimited
 */
record HostRlimits(Map<Rlimit, Long> hard) {
  /** Copies the map. */
  HostRlimits {
    hard = Map.copyOf(hard);
  }

  /**
   * Reads {@code /proc/self/limits}.
   *
   * @param text its text
   */
  static HostRlimits parse(String text) {
    Map<Rlimit, Long> hard = new EnumMap<>(Rlimit.class);
    for (String line : text.split("\n", -1)) {
      for (Rlimit limit : Rlimit.values()) {
        if (line.startsWith(limit.shown() + " ")) {
          String[] columns = line.substring(limit.shown().length()).strip().split("\\s+", -1);
          hard.put(
              limit,
              columns[1].equals("unlimited") ? Long.MAX_VALUE : Long.parseUnsignedLong(columns[1]));
        }
      }
    }
    return new HostRlimits(hard);
  }

  /** The hard limit, unlimited when the host does not tell. */
  long of(Rlimit limit) {
    return hard.getOrDefault(limit, Long.MAX_VALUE);
  }
}
