/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What makes the same program use more time or memory in one run than in another: the list of
 * isolate-check-environment. None of it weakens a wall.
 */
final class SteadyHost {
  private final Path proc;
  private final Path sys;

  /**
   * A host.
   *
   * @param proc its /proc
   * @param sys its /sys
   */
  SteadyHost(Path proc, Path sys) {
    this.proc = proc;
    this.sys = sys;
  }

  /** One finding for each subject. */
  List<Finding> findings() {
    return List.of(swap(), hugePages(), hyperthreads(), frequency(), randomisation());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException missing) {
      return List.of();
    }
  }

  private static String first(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  private static Finding steady(String subject, String reason) {
    return new Finding(subject, State.AVAILABLE, reason, "");
  }

  private static Finding unsteady(String subject, String reason, String fix) {
    return new Finding(subject, State.ADVICE, reason, fix);
  }

  private Finding swap() {
    return lines(proc.resolve("swaps")).size() < 2
        ? steady("swap", "there is none")
        : unsteady(
            "swap",
            "it is on; sandboxes with a cgroup do not swap, but the host's programs do",
            "swapoff -a");
  }

  private Finding hugePages() {
    String mode = first(sys.resolve("kernel/mm/transparent_hugepage/enabled"));
    return mode.contains("[always]")
        ? unsteady(
            "transparent huge pages",
            "always: memory figures jump by 2 MiB, and depend on what else is in use",
            "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled")
        : steady("transparent huge pages", mode.isEmpty() ? "there are none" : mode);
  }

  private Finding hyperthreads() {
    return first(sys.resolve("devices/system/cpu/smt/active")).equals("1")
        ? unsteady(
            "hyperthreads",
            "two run on each core: a program's speed depends on its neighbour",
            "echo off > /sys/devices/system/cpu/smt/control, or pin runs to cores of their own")
        : steady("hyperthreads", "one runs on each core, as far as the kernel can see");
  }

  private Finding frequency() {
    String governor = first(sys.resolve("devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    return governor.isEmpty() || governor.equals("performance")
        ? steady("CPU frequency", governor.isEmpty() ? "not the kernel's to choose" : governor)
        : unsteady(
            "CPU frequency",
            "the governor is " + governor + ": speed depends on the load before",
            "cpupower frequency-set -g performance");
  }

  private Finding randomisation() {
    String mode = first(proc.resolve("sys/kernel/randomize_va_space"));
    return mode.equals("0")
        ? unsteady(
            "address space randomisation",
            "it is off: an exploit finds everything at the same place",
            "sysctl -w kernel.randomize_va_space=2")
        : steady(
            "address space randomisation",
            "on; a program's time varies a little with it, setarch -R switches it off for one");
  }
}
