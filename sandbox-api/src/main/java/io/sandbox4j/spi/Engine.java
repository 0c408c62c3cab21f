/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.HostReport;

/**
 * Runs sandboxes in one way.
 *
 * @implSpec Stateless and thread-safe; nothing native is linked before {@link #probe} or {@link
 *     #prepare}.
 */
public interface Engine {

  /** {@return a short name, for example {@code process}} */
  String name();

  /** {@return tells, by trying, what this host allows} */
  HostReport probe();

  /**
   * Makes ready for the runs of one sandbox.
   *
   * @param spec what the sandbox's author asked for
   * @return the prepared sandbox
   * @throws io.sandbox4j.UnsupportedHostException if the host cannot build a wall
   * @throws IllegalArgumentException if the engine refuses something in the request
   */
  PreparedSandbox prepare(SandboxSpec spec);
}
