/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import java.util.ArrayList;
import java.util.List;

/**
 * Ids that exist in a user namespace.
 *
 * @param first the lowest
 * @param count how many
 */
record IdRange(long first, long count) {

  /** One past the highest. */
  long end() {
    return first + count;
  }

  /**
   * The ids that both lists have.
   *
   * @param a ranges
   * @param b ranges
   * @return the ranges of the intersection, in the order of {@code a}
   */
  static List<IdRange> common(List<IdRange> a, List<IdRange> b) {
    List<IdRange> both = new ArrayList<>();
    for (IdRange x : a) {
      for (IdRange y : b) {
        long first = Math.max(x.first, y.first);
        long end = Math.min(x.end(), y.end());
        if (end > first) {
          both.add(new IdRange(first, end - first));
        }
      }
    }
    return both;
  }

  /**
   * Reads a {@code uid_map} or {@code gid_map}.
   *
   * @param map its text
   * @return the ids that exist inside
   */
  static List<IdRange> parse(String map) {
    List<IdRange> ranges = new ArrayList<>();
    for (String line : map.split("\n", -1)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length == 3) {
        ranges.add(new IdRange(Long.parseLong(columns[0]), Long.parseLong(columns[2])));
      }
    }
    return ranges;
  }
}
