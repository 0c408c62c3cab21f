/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.Engine;

/** How a request is enforced: which engine, with which choices of its own. */
public interface Isolation {

  /**
   * The engine.
   *
   * @return the engine
   * @throws UnsupportedHostException if it is not on the class or module path
   */
  Engine engine();

  /** {@return linux namespaces, cgroups, seccomp and the other layers found, all in force} */
  static ProcessIsolation process() {
    return new ProcessIsolation();
  }
}
