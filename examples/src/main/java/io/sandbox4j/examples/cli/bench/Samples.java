/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements as they come, by series. */
final class Samples {
  private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

  void add(String series, long sample) {
    nanos.computeIfAbsent(series, _ -> new ArrayList<>()).add(sample);
  }

  List<Series> series() {
    return nanos.entrySet().stream().map(e -> series(e.getKey(), e.getValue())).toList();
  }

  /** One of them. */
  Series series(String name) {
    return series(name, nanos.getOrDefault(name, List.of()));
  }

  private static Series series(String name, List<Long> samples) {
    return new Series(name, samples.stream().mapToLong(Long::longValue).toArray());
  }
}
