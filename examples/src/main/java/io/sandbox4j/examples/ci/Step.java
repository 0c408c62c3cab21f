/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import io.sandbox4j.Size;
import java.time.Duration;
import java.util.List;

/**
 * One step.
 *
 * @param name as the log shows it
 * @param run a line for {@code /bin/sh}, run in the workspace
 * @param secrets names of the variables it gets beside the public ones
 * @param leavesRunning whether what it started lives on for the next steps
 * @param cpu user and system time of all its processes
 * @param wall time from start to end
 * @param memory of all its processes
 */
record Step(
    String name,
    String run,
    List<String> secrets,
    boolean leavesRunning,
    Duration cpu,
    Duration wall,
    Size memory) {

  /** Copies the list. */
  Step {
    secrets = List.copyOf(secrets);
    if (run.isBlank()) {
      throw new IllegalArgumentException("step." + name + ".run is missing: what shall it do?");
    }
  }
}
