/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.List;
import java.util.Objects;

/**
 * Everything that a launch would do, in order. Values of secrets are masked.
 *
 * @param steps the steps
 * @param limits the limits the shim would enforce, as text
 */
public record Explanation(List<Entry> steps, List<String> limits) {
  /** Copies the lists. */
  public Explanation {
    steps = List.copyOf(steps);
    limits = List.copyOf(limits);
  }

  /**
   * One step.
   *
   * @param process which process does it
   * @param stage where it stands in that process's life
   * @param words what it is for
   * @param systemCall the call with its arguments
   */
  public record Entry(String process, String stage, String words, String systemCall) {
    /** Checks that nothing is missing. */
    public Entry {
      Objects.requireNonNull(process, "process");
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(words, "words");
      Objects.requireNonNull(systemCall, "systemCall");
    }
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    String process = "";
    for (Entry entry : steps) {
      if (!entry.process().equals(process)) {
        process = entry.process();
        out.append(process).append('\n');
      }
      out.append("  ")
          .append(entry.words())
          .append("\n      ")
          .append(entry.systemCall())
          .append('\n');
    }
    limits.forEach(limit -> out.append("LIMIT ").append(limit).append('\n'));
    return out.toString();
  }
}
