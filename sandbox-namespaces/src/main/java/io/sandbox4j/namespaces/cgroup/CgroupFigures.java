/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.spi.UsageReader;
import io.sandbox4j.spi.UsageReport;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Understands the figures of both versions. The programs of a run are told from its set-up by what
 * the counters showed at execve.
 *
 * @param memoryLimit the run's own limit in bytes, {@link Long#MAX_VALUE} without one
 */
record CgroupFigures(long memoryLimit) implements UsageReader {
  /**
   * v1 charges in batches of 64 pages for each CPU, so a group at its limit may show a little less.
   */
  private static final long BATCHES = 1 << 20;

  private static final int MICROSECOND = 1000;

  @Override
  public UsageReport read(Map<String, String> atStart, Map<String, String> now) {
    return now.containsKey("cpu.stat") ? unified(atStart, now) : legacy(atStart, now);
  }

  private UsageReport legacy(Map<String, String> atStart, Map<String, String> now) {
    OptionalLong peak = number(now, "memory.max_usage_in_bytes");
    boolean refused =
        number(now, "memory.failcnt").orElse(0) > 0
            || number(now, "memory.memsw.failcnt").orElse(0) > 0;
    OptionalLong cpu = since(number(atStart, "cpuacct.usage"), number(now, "cpuacct.usage"));
    OptionalLong system =
        systemPart(
            cpu,
            since(number(atStart, "cpuacct.usage_user"), number(now, "cpuacct.usage_user")),
            since(number(atStart, "cpuacct.usage_sys"), number(now, "cpuacct.usage_sys")));
    return new UsageReport(
        cpu,
        system.isEmpty() ? system : OptionalLong.of(cpu.orElse(0) - system.getAsLong()),
        system,
        peak,
        number(now, "pids.peak"),
        OptionalLong.empty(),
        OptionalLong.empty(),
        refused && peak.orElse(0) >= memoryLimit - Math.min(BATCHES, memoryLimit / 8),
        keyed(now, "memory.oom_control", "oom_kill").orElse(0) > 0,
        keyed(now, "pids.events", "max").orElse(0),
        "cgroup v1 (cpuacct, memory, pids)");
  }

  /**
   * v1 counts user and system time by ticks of 4 ms or so, the sum of both exactly: only their
   * proportion is of use, as in the kernel's own cputime_adjust().
   */
  private static OptionalLong systemPart(OptionalLong cpu, OptionalLong user, OptionalLong system) {
    if (cpu.isEmpty() || user.isEmpty() || system.isEmpty()) {
      return OptionalLong.empty();
    }
    double ticks = (double) user.getAsLong() + system.getAsLong();
    return OptionalLong.of(
        ticks == 0 ? 0 : Math.round(cpu.getAsLong() * (system.getAsLong() / ticks)));
  }

  private static UsageReport unified(Map<String, String> atStart, Map<String, String> now) {
    return new UsageReport(
        micros(atStart, now, "usage_usec"),
        micros(atStart, now, "user_usec"),
        micros(atStart, now, "system_usec"),
        number(now, "memory.peak"),
        number(now, "pids.peak"),
        sum(now, "rbytes="),
        sum(now, "wbytes="),
        keyed(now, "memory.events.local", "oom").orElse(0) > 0,
        keyed(now, "memory.events", "oom_kill").orElse(0) > 0
            || keyed(now, "memory.events", "oom_group_kill").orElse(0) > 0,
        keyed(now, "pids.events", "max").orElse(0),
        "cgroup v2");
  }

  private static OptionalLong micros(
      Map<String, String> atStart, Map<String, String> now, String key) {
    OptionalLong grown = since(keyed(atStart, "cpu.stat", key), keyed(now, "cpu.stat", key));
    return grown.isEmpty() ? grown : OptionalLong.of(grown.getAsLong() * MICROSECOND);
  }

  private static OptionalLong since(OptionalLong before, OptionalLong now) {
    return now.isEmpty() ? now : OptionalLong.of(Math.max(0, now.getAsLong() - before.orElse(0)));
  }

  private static OptionalLong number(Map<String, String> texts, String subject) {
    return parse(texts.getOrDefault(subject, "").strip());
  }

  /** The number after a word at the start of a line. */
  private static OptionalLong keyed(Map<String, String> texts, String subject, String key) {
    for (String line : texts.getOrDefault(subject, "").split("\n", -1)) {
      if (line.startsWith(key + " ")) {
        return parse(line.substring(key.length()).strip());
      }
    }
    return OptionalLong.empty();
  }

  /** The sum over all devices of {@code io.stat}. */
  private static OptionalLong sum(Map<String, String> texts, String key) {
    String text = texts.get("io.stat");
    if (text == null) {
      return OptionalLong.empty();
    }
    long sum = 0;
    for (String word : text.split("\\s+", -1)) {
      if (word.startsWith(key)) {
        sum += parse(word.substring(key.length())).orElse(0);
      }
    }
    return OptionalLong.of(sum);
  }

  private static OptionalLong parse(String digits) {
    if (digits.isEmpty()) {
      return OptionalLong.empty(); // a file that this host does not have, at each launch
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException odd) {
      return OptionalLong.empty();
    }
  }
}
