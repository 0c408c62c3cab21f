/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Figures of a run as its cgroups tell them, from execve on.
 *
 * @param cpuNanos CPU time of all processes
 * @param cpuUserNanos the part in user mode
 * @param cpuSystemNanos the part in the kernel
 * @param peakMemoryBytes most memory in use at once
 * @param peakTasks most processes and threads at once
 * @param bytesRead bytes read from block devices
 * @param bytesWritten bytes written to block devices
 * @param ownMemoryLimitHit whether this run's own memory limit was reached
 * @param oomKilled whether the kernel killed a process of the run for want of memory
 * @param tasksRefused how often a fork was refused by the task limit
 * @param by how it was measured
 */
public record UsageReport(
    OptionalLong cpuNanos,
    OptionalLong cpuUserNanos,
    OptionalLong cpuSystemNanos,
    OptionalLong peakMemoryBytes,
    OptionalLong peakTasks,
    OptionalLong bytesRead,
    OptionalLong bytesWritten,
    boolean ownMemoryLimitHit,
    boolean oomKilled,
    long tasksRefused,
    String by) {
  /** Checks that the way is named. */
  public UsageReport {
    Objects.requireNonNull(by, "by");
  }
}
