/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * What can be made ahead of a launch, while an earlier run goes on, because it takes long and
 * depends on nothing that only the launch knows. Each is as fresh as if the launch had made it:
 * what is made ahead is used by one run, or is read-only.
 */
public enum Ahead {
  /**
   * A mount namespace that holds the sandbox's read-only root and nothing else of the host. Each
   * run's own is a copy of it.
   */
  ROOT,
  /** A network namespace with its loopback device on; for one run. */
  NETWORK;

  /** {@return how many one plan makes, 1 to 4} */
  public int atOnce() {
    return switch (this) {
      case ROOT -> 1;
      case NETWORK -> 4; // a process is dear beside a namespace
    };
  }
}
