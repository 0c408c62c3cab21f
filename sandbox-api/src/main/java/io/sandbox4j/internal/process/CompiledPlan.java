/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.launch.LaunchPlan;

/**
 * A plan for many launches, compiled, in a sealed memory file.
 *
 * @param plan the steps
 * @param block the same, for the shim
 */
record CompiledPlan(LaunchPlan plan, Descriptor block) implements AutoCloseable {
  static CompiledPlan of(LaunchPlan plan, Supervisor supervisor) {
    return new CompiledPlan(plan, Memfd.data("sandbox4j-plan", supervisor.compile(plan)));
  }

  @Override
  public void close() {
    block.close();
  }
}
