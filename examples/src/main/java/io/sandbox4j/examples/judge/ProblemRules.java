/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Size;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * What a submission may use for each test.
 *
 * @param cpu user and system time of all its processes, where the language has no entry in {@code
 *     cpuByLanguage}
 * @param cpuByLanguage the same for languages that get more
 * @param wall time from start to end
 * @param memory of all its processes; a Java program's heap
 * @param output bytes on both streams
 * @param comparison how answers are compared
 */
record ProblemRules(
    Duration cpu,
    Map<Language, Duration> cpuByLanguage,
    Duration wall,
    Size memory,
    Size output,
    Comparison comparison) {

  /** Copies the map. */
  ProblemRules {
    cpuByLanguage = Map.copyOf(cpuByLanguage);
  }

  /** The CPU time of a program in a language. */
  Duration cpu(Language language) {
    return cpuByLanguage.getOrDefault(language, cpu);
  }

  /**
   * Reads rules. Keys: {@code cpu}, {@code cpu.java} and so on, {@code wall}, {@code memory},
   * {@code output}, {@code compare}; each has a default.
   *
   * @throws IllegalArgumentException naming a key that is unknown or a value that is malformed
   */
  static ProblemRules of(Properties properties) {
    var reader = new PropertyReader(properties);
    Duration cpu = reader.duration("cpu", Duration.ofSeconds(1));
    var rules =
        new ProblemRules(
            cpu,
            reader.durationsByLanguage("cpu"),
            reader.duration("wall", Duration.ofSeconds(10)),
            reader.size("memory", Size.mib(256)),
            reader.size("output", Size.mib(16)),
            reader.choice("compare", Comparison.class, Comparison.TOKENS));
    reader.refuseUnknown();
    return rules;
  }
}
