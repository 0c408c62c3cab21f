/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.time.Duration;
import java.util.function.BinaryOperator;

/**
 * What a run used. Time that the caller paused the run counts neither as wall nor as CPU time.
 *
 * @param cpuUser CPU time in user mode, all processes
 * @param cpuSystem CPU time in the kernel, all processes
 * @param wall time from execve to the end
 * @param queued time the run waited for its turn
 * @param setup time from the request to execve
 * @param peakMemory most bytes in use at once
 * @param maxResident most bytes of one process that were in memory at once
 * @param peakTasks most processes and threads at once
 * @param bytesRead bytes read from block devices
 * @param bytesWritten bytes written to block devices
 * @param minorFaults page faults without input
 * @param majorFaults page faults with input
 * @param voluntarySwitches times a thread gave up its CPU
 * @param involuntarySwitches times a thread lost its CPU
 * @param guestCalls system calls the program made, where an engine sees them
 * @param hostCalls system calls that reached the host kernel for them
 */
public record Usage(
    Measured<Duration> cpuUser,
    Measured<Duration> cpuSystem,
    Measured<Duration> wall,
    Measured<Duration> queued,
    Measured<Duration> setup,
    Measured<Long> peakMemory,
    Measured<Long> maxResident,
    Measured<Long> peakTasks,
    Measured<Long> bytesRead,
    Measured<Long> bytesWritten,
    Measured<Long> minorFaults,
    Measured<Long> majorFaults,
    Measured<Long> voluntarySwitches,
    Measured<Long> involuntarySwitches,
    Measured<Long> guestCalls,
    Measured<Long> hostCalls) {

  /** {@return user and system CPU time together; zero where nobody counted} */
  public Duration cpu() {
    return cpuUser.orElse(Duration.ZERO).plus(cpuSystem.orElse(Duration.ZERO));
  }

  /**
   * What was used after an earlier look. Peaks stay as they are.
   *
   * @param earlier the earlier look at the same run
   * @return the difference
   */
  public Usage since(Usage earlier) {
    return new Usage(
        minus(cpuUser, earlier.cpuUser, Duration::minus),
        minus(cpuSystem, earlier.cpuSystem, Duration::minus),
        minus(wall, earlier.wall, Duration::minus),
        queued,
        setup,
        peakMemory,
        maxResident,
        peakTasks,
        minus(bytesRead, earlier.bytesRead, (a, b) -> a - b),
        minus(bytesWritten, earlier.bytesWritten, (a, b) -> a - b),
        minus(minorFaults, earlier.minorFaults, (a, b) -> a - b),
        minus(majorFaults, earlier.majorFaults, (a, b) -> a - b),
        minus(voluntarySwitches, earlier.voluntarySwitches, (a, b) -> a - b),
        minus(involuntarySwitches, earlier.involuntarySwitches, (a, b) -> a - b),
        minus(guestCalls, earlier.guestCalls, (a, b) -> a - b),
        minus(hostCalls, earlier.hostCalls, (a, b) -> a - b));
  }

  private static <T> Measured<T> minus(Measured<T> now, Measured<T> then, BinaryOperator<T> minus) {
    return now.isCounted() && then.isCounted()
        ? new Measured<>(minus.apply(now.get(), then.get()), now.by())
        : now;
  }
}
