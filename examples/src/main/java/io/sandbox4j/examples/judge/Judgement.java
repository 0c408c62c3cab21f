/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

/**
 * What the judge found out about one submission.
 *
 * @param problem the problem's name
 * @param submission what was judged
 * @param verdict of the first test that was not passed, else AC
 * @param detail which test, and how the run ended; a compiler's messages; empty if accepted
 * @param peak the most that any test used
 */
record Judgement(String problem, Submission submission, Verdict verdict, String detail, Peak peak) {

  /** Whether the verdict is the recorded one. */
  boolean isAsExpected() {
    return submission.isExpected(verdict);
  }
}
