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
  NETWORK
}
