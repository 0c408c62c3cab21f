/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Limits;
import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What no limit on this host can be above: a limit that is never reached would be a promise that
 * nobody keeps. Read once for each sandbox.
 *
 * @param cpus numbers of the CPUs that the JVM may use
 * @param memory all memory of the host
 * @param tasks the most processes and threads that the kernel has at once
 */
record HostCeilings(List<Integer> cpus, Size memory, long tasks) {
  /** Copies the list. */
  HostCeilings {
    cpus = List.copyOf(cpus);
  }

  /** Reads them from /proc. */
  static HostCeilings read() {
    return new HostCeilings(
        cpus(field("/proc/self/status", "Cpus_allowed_list:", "0-8191")),
        memory(field("/proc/meminfo", "MemTotal:", "")),
        number(field("/proc/sys/kernel/pid_max", "", "")));
  }

  /**
   * Refuses limits above the host's.
   *
   * @throws IllegalArgumentException naming the limit and both values
   */
  Limits check(Limits limits) {
    if (!cpus.containsAll(limits.pinnedCores())) {
      throw new IllegalArgumentException(
          "pinnedCores " + limits.pinnedCores() + " are not among the CPUs of this host, " + cpus);
    }
    refuse(
        limits.cpus() != Double.POSITIVE_INFINITY && limits.cpus() > cpus.size(),
        "cpus " + limits.cpus(),
        cpus.size() + " (CPUs that the JVM may use); unlimitedCpus is all of them");
    refuse(
        !limits.memory().isUnlimited() && limits.memory().compareTo(memory) > 0,
        "memory " + limits.memory(),
        memory + " (MemTotal)");
    refuse(
        limits.tasks() != Long.MAX_VALUE && limits.tasks() > tasks,
        "tasks " + limits.tasks(),
        tasks + " (kernel.pid_max)");
    return limits;
  }

  private static void refuse(boolean above, String asked, String host) {
    if (above) {
      throw new IllegalArgumentException(asked + " is above the host's " + host);
    }
  }

  /** A list such as {@code 0-3,8}. */
  static List<Integer> cpus(String text) {
    var numbers = new TreeSet<Integer>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int cpu = first; cpu <= last; cpu++) {
        numbers.add(cpu);
      }
    }
    return new ArrayList<>(numbers);
  }

  private static Size memory(String kilobytes) {
    return kilobytes.isEmpty()
        ? Size.UNLIMITED
        : Size.kib(Long.parseLong(kilobytes.split("\\s+", -1)[0]));
  }

  private static long number(String text) {
    return text.isEmpty() ? Long.MAX_VALUE : Long.parseLong(text);
  }

  private static String field(String file, String name, String otherwise) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(name)) {
          return line.substring(name.length()).strip();
        }
      }
    } catch (IOException unreadable) {
      return otherwise;
    }
    return otherwise;
  }
}
