/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.List;

/**
 * A row of a learned policy.
 *
 * @param rule the row
 * @param count how often such a call was seen; 0 for rows that are there for another's sake
 */
record LearnedRow(SyscallRule rule, long count) {

  boolean isSameAs(LearnedRow other) {
    return rule.call().equals(other.rule.call())
        && rule.conditions().equals(other.rule.conditions())
        && rule.action().equals(other.rule.action());
  }

  boolean isCarriedOut() {
    return rule.action().isCarriedOut();
  }

  LearnedRow plus(long more) {
    return new LearnedRow(rule, count + more);
  }

  /** Whether it says of fewer calls what the other says. */
  boolean isWithin(LearnedRow other) {
    return rule.action().equals(other.rule.action())
        && !rule.conditions().equals(other.rule.conditions())
        && rule.conditions().containsAll(other.rule.conditions());
  }

  List<ArgumentCondition> conditions() {
    return rule.conditions();
  }
}
