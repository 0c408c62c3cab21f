/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What makes times and figures of memory differ from run to run on this host: the list that
 * isolate-check-environment has, for those who compare runs, such as judges. No wall depends on it.
 */
final class HostCheck {
  private final Path root;

  /**
   * A check.
   *
   * @param root where /proc and /sys are found
   */
  HostCheck(Path root) {
    this.root = root;
  }

  /** {@return a finding for each subject that this host has} */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    swap(findings);
    hugePages(findings);
    siblings(findings);
    governor(findings);
    randomisation(findings);
    return findings;
  }

  private void swap(List<Finding> findings) {
    boolean on = lines("proc/swaps").size() > 1;
    findings.add(
        on
            ? advice(
                "swap",
                "the host swaps: sandboxes do not, but others' swapping slows them",
                "swapoff -a, where runs are compared")
            : fine("swap", "off"));
  }

  private void hugePages(List<Finding> findings) {
    choice("sys/kernel/mm/transparent_hugepage/enabled", findings, "transparent huge pages");
    String shared = chosen("sys/kernel/mm/transparent_hugepage/shmem_enabled");
    if (shared.equals("never") || shared.equals("deny")) {
      findings.add(
          advice(
              "huge pages of shared memory",
              shared + ": memory of memfds is slower than anonymous memory",
              "echo advise > /sys/kernel/mm/transparent_hugepage/shmem_enabled"));
    }
  }

  private void choice(String file, List<Finding> findings, String subject) {
    String chosen = chosen(file);
    if (chosen.equals("always")) {
      findings.add(
          advice(
              subject,
              "always: times and peak memory depend on how fragmented the host's memory is",
              "echo madvise > /" + file));
    } else if (!chosen.isEmpty()) {
      findings.add(fine(subject, chosen));
    }
  }

  private void siblings(List<Finding> findings) {
    String active = first("sys/devices/system/cpu/smt/active");
    if (active.equals("1")) {
      findings.add(
          advice(
              "hyperthreads",
              "on: a run's time depends on what its core's other thread does",
              "echo off > /sys/devices/system/cpu/smt/control, or pin runs to one thread of each"
                  + " core with limits(l -> l.pinnedCores(...))"));
    } else if (!active.isEmpty()) {
      findings.add(fine("hyperthreads", "off"));
    }
  }

  private void governor(List<Finding> findings) {
    Set<String> governors = new TreeSet<>();
    Path cpus = root.resolve("sys/devices/system/cpu");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
      for (Path cpu : all) {
        governors.add(first(root.relativize(cpu).resolve("cpufreq/scaling_governor").toString()));
      }
    } catch (IOException none) {
      return;
    }
    governors.remove("");
    if (governors.equals(Set.of("performance"))) {
      findings.add(fine("CPU frequency", "governor performance"));
    } else if (!governors.isEmpty()) {
      findings.add(
          advice(
              "CPU frequency",
              "governor " + String.join(", ", governors) + ": the CPU's speed changes with load",
              "cpupower frequency-set -g performance"));
    }
  }

  private void randomisation(List<Finding> findings) {
    String value = first("proc/sys/kernel/randomize_va_space");
    if (value.equals("0")) {
      findings.add(fine("address randomisation", "off: times vary less, exploits are easier"));
    } else if (!value.isEmpty()) {
      findings.add(fine("address randomisation", "on: safer, times of one program vary a little"));
    }
  }

  private static Finding fine(String subject, String reason) {
    return new Finding(subject, State.AVAILABLE, reason, "");
  }

  private static Finding advice(String subject, String reason, String fix) {
    return new Finding(subject, State.ADVICE, reason, fix);
  }

  /** The word in brackets of a file such as {@code always [madvise] never}. */
  private String chosen(String file) {
    String line = first(file);
    int from = line.indexOf('[');
    int to = line.indexOf(']');
    return from >= 0 && to > from ? line.substring(from + 1, to) : "";
  }

  private String first(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException missing) {
      return List.of();
    }
  }
}
