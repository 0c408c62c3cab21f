/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.nio.file.Path;
import java.util.Set;

/**
 * A program sent in.
 *
 * @param name its file name
 * @param language what it is written in
 * @param file where its source is
 * @param expected the verdicts that are right for it; empty if nobody said
 */
record Submission(String name, Language language, Path file, Set<Verdict> expected) {
  /** Copies the set. */
  Submission {
    expected = Set.copyOf(expected);
  }

  /** Whether a verdict is a right one, or nobody said which is. */
  boolean isExpected(Verdict verdict) {
    return expected.isEmpty() || expected.contains(verdict);
  }
}
