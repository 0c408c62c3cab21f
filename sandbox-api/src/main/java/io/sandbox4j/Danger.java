/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** Tokens that weaken a wall. Whoever passes one has read its name. */
public enum Danger {
  /** The program sees and uses the host's network, its loopback services included. */
  SHARES_THE_HOST_NETWORK,
  /** A wall that every sandbox has by default is left out. */
  WALL_IS_MISSING,
  /** Memory and task limits hold per process only and can be evaded by forking. */
  LIMITS_ARE_PER_PROCESS_AND_EVADABLE,
  /** A bind mount hands the program a socket or FIFO behind which a host service listens. */
  HOST_SERVICES_ARE_REACHABLE
}
