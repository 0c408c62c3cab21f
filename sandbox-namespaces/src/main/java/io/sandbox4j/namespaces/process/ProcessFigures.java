/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.spi.UsageReader;
import io.sandbox4j.spi.UsageReport;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Live CPU time where there is no cgroup: what {@code /proc/<pid>/stat} tells of the main program,
 * its threads and the children it waited for. After its end there is no such file, and the kernel's
 * rusage takes over.
 */
record ProcessFigures() implements UsageReader {
  static final String SUBJECT = "stat";

  /** USER_HZ of both architectures: proc(5) counts in these, whatever the kernel's own clock. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Fields after the name in parentheses, which may hold anything; state is 0. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  @Override
  public UsageReport read(Map<String, String> atStart, Map<String, String> now) {
    String stat = now.getOrDefault(SUBJECT, "");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    OptionalLong user = sum(fields, UTIME, CUTIME);
    OptionalLong system = sum(fields, STIME, CSTIME);
    return new UsageReport(
        user.isPresent() && system.isPresent()
            ? OptionalLong.of(user.getAsLong() + system.getAsLong())
            : OptionalLong.empty(),
        user,
        system,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        false,
        0,
        "/proc/<pid>/stat of the main program and the children it waited for");
  }

  private static OptionalLong sum(String[] fields, int own, int children) {
    try {
      return children < fields.length
          ? OptionalLong.of(
              (Long.parseLong(fields[own]) + Long.parseLong(fields[children])) * NANOS_PER_TICK)
          : OptionalLong.empty();
    } catch (NumberFormatException odd) {
      return OptionalLong.empty();
    }
  }
}
