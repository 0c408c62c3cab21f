/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/** What the program can reach. */
public sealed interface Network {

  /** Its own loopback interface only. */
  record None() implements Network {}

  /**
   * The host's network.
   *
   * @param danger the token
   */
  record Host(Danger danger) implements Network {
    /** Checks the token. */
    public Host {
      Objects.requireNonNull(danger, "danger");
      if (danger != Danger.SHARES_THE_HOST_NETWORK) {
        throw new IllegalArgumentException(
            "the host network takes SHARES_THE_HOST_NETWORK, not " + danger);
      }
    }
  }

  /** {@return its own loopback interface only} */
  static Network none() {
    return new None();
  }

  /**
   * The host's network.
   *
   * @param danger {@link Danger#SHARES_THE_HOST_NETWORK}
   * @return the network
   */
  static Network host(Danger danger) {
    return new Host(danger);
  }
}
