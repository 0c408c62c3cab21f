/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls that programs made, by the row of the base policy that decided and by the values that
 * count. Bounded whatever they call. Not thread-safe.
 */
final class CallLog {
  /** How many values of one call and row are told apart; with more of them all are one. */
  static final int MOST_VALUES = 64;

  /**
   * Calls that are the same to a policy.
   *
   * @param call the call
   * @param row which of the base policy's rows for it decides; as many as there are for {@code
   *     otherwise}
   * @param values of its selectors; empty when there are too many different ones
   */
  record Seen(String call, int row, List<Long> values) {}

  private final SeccompPolicy base;
  private final SyscallAbi abi;
  private final Map<Integer, Rows> byNumber = new HashMap<>();
  private final Map<Seen, Long> counts = new LinkedHashMap<>();

  /** What is known of one call. */
  private static final class Rows {
    final String call;
    final List<SyscallRule> rules;
    final List<Selector> selectors;
    final Map<Integer, Set<List<Long>>> values = new HashMap<>(); // by row

    Rows(String call, List<SyscallRule> rules) {
      this.call = call;
      this.rules = rules;
      this.selectors = Selector.of(call);
    }
  }

  CallLog(SeccompPolicy base, SyscallAbi abi) {
    this.base = base;
    this.abi = abi;
  }

  /** Notes a call; whether the base policy has it carried out. */
  boolean note(int arch, int number, long[] arguments) {
    if (arch != abi.auditArch() || abi.name(number).isEmpty()) {
      return false; // no filter lets them come here
    }
    Rows rows = byNumber.computeIfAbsent(number, this::rows);
    int row = 0;
    while (row < rows.rules.size() && !holds(rows.rules.get(row), arguments)) {
      row++;
    }
    counts.merge(new Seen(rows.call, row, values(rows, row, arguments)), 1L, Long::sum);
    return action(base, rows.rules, row).isCarriedOut();
  }

  private Rows rows(int number) {
    String call = abi.name(number).orElseThrow();
    return new Rows(call, base.rules(call));
  }

  private static boolean holds(SyscallRule rule, long[] arguments) {
    for (var condition : rule.conditions()) {
      if (!condition.holds(arguments)) {
        return false;
      }
    }
    return true;
  }

  static SeccompAction action(SeccompPolicy base, List<SyscallRule> rules, int row) {
    return row < rules.size() ? rules.get(row).action() : base.otherwise();
  }

  private static List<Long> values(Rows rows, int row, long[] arguments) {
    List<Long> values = new ArrayList<>(rows.selectors.size());
    for (var selector : rows.selectors) {
      values.add(selector.value(arguments));
    }
    Set<List<Long>> before = rows.values.computeIfAbsent(row, _ -> new HashSet<>());
    if (before.size() < MOST_VALUES) {
      before.add(values);
      return values;
    }
    return before.contains(values) ? values : List.of();
  }

  Map<Seen, Long> counts() {
    return counts;
  }
}
