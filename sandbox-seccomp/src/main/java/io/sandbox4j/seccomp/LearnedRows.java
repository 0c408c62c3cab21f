/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import io.sandbox4j.seccomp.CallLog.Seen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows for one call that was seen: never more than its rows in the base policy let through. A
 * row that allows is one of the base's with what was seen added to its conditions; a refusal of the
 * base stays in front of those that it limits.
 */
final class LearnedRows {
  private static final String SEEN = "seen";
  private static final long LOW = 0xffff_ffffL;

  private final SeccompPolicy base;
  private final String call;
  private final SeccompAction otherwise;

  private LearnedRows(SeccompPolicy base, String call, SeccompAction otherwise) {
    this.base = base;
    this.call = call;
    this.otherwise = otherwise;
  }

  /**
   * The rows for one call.
   *
   * @param base the policy that it was learned under
   * @param call the call
   * @param seen how often it was seen how
   * @param otherwise what becomes of a call without a row
   * @param refused is told of refusals that need no row
   */
  static List<LearnedRow> of(
      SeccompPolicy base,
      String call,
      Map<Seen, Long> seen,
      SeccompAction otherwise,
      Map<String, Long> refused) {
    return new LearnedRows(base, call, otherwise).rows(seen, refused);
  }

  private List<LearnedRow> rows(Map<Seen, Long> seen, Map<String, Long> refused) {
    List<SyscallRule> rules = base.rules(call);
    Map<Integer, Map<Seen, Long>> byRow = new TreeMap<>(Comparator.reverseOrder());
    for (int row = 0; row <= rules.size(); row++) {
      byRow.put(row, new TreeMap<>(Comparator.comparing(s -> s.values().toString())));
    }
    seen.forEach((s, count) ->
        byRow.computeIfPresent(
            s.row(),
            (_, some) -> {
              some.put(s, count);
              return some;
            }));
    Deque<LearnedRow> rows = new ArrayDeque<>(); // from the last to the first
    byRow.forEach((row, some) -> {
      SeccompAction action = CallLog.action(base, rules, row);
      List<ArgumentCondition> limits = row < rules.size() ? rules.get(row).conditions() : List.of();
      if (!action.isCarriedOut() && rows.stream().anyMatch(later -> isLimited(later, limits))) {
        long count = some.values().stream().mapToLong(Long::longValue).sum();
        String reason = row < rules.size() ? rules.get(row).reason() : "the rest";
        rows.addFirst(new LearnedRow(new SyscallRule(call, limits, action, reason), count));
        return;
      }
      List<LearnedRow> these = new ArrayList<>();
      some.forEach((s, count) -> {
        List<ArgumentCondition> conditions = conditions(s, limits);
        if (action.equals(otherwise)) {
          refused.merge(LearnedText.call(call, conditions), count, Long::sum);
        } else {
          these.add(new LearnedRow(new SyscallRule(call, conditions, action, SEEN), count));
        }
      });
      withoutNarrower(these).reversed().forEach(rows::addFirst);
    });
    return withoutRepeats(List.copyOf(rows));
  }

  private static boolean isLimited(LearnedRow later, List<ArgumentCondition> limits) {
    List<ArgumentCondition> both = new ArrayList<>(limits);
    both.addAll(later.conditions());
    return later.isCarriedOut() && WordTests.arePossible(both);
  }

  /** What was seen, then what the base asks besides. */
  private List<ArgumentCondition> conditions(Seen seen, List<ArgumentCondition> limits) {
    List<ArgumentCondition> conditions = new ArrayList<>();
    List<Selector> selectors = Selector.of(call);
    for (int i = 0; i < seen.values().size(); i++) {
      conditions.addAll(selectors.get(i).conditions(seen.values().get(i)));
    }
    List<ArgumentCondition> told = List.copyOf(conditions);
    limits.stream()
        .filter(c -> told.stream().noneMatch(t -> implies(t, c)))
        .forEach(conditions::add);
    return conditions;
  }

  /** Whether an argument of one value meets the condition in any case. */
  private static boolean implies(ArgumentCondition known, ArgumentCondition other) {
    if (known.equals(other)) {
      return true;
    }
    if (known.argument() != other.argument()) {
      return false;
    }
    long bits = known.width() == Width.LOW_32 ? LOW : -1;
    long value;
    switch (known.test()) {
      case Compare(Relation relation, long equal) -> {
        if (relation != Relation.EQ) {
          return false;
        }
        value = equal;
      }
      case MaskedEqual(long mask, long masked) -> {
        bits &= mask;
        value = masked;
      }
    }
    long looked =
        switch (other.test()) {
          case MaskedEqual(long mask, _) -> mask;
          case Compare _ -> other.width() == Width.LOW_32 ? LOW : -1;
        };
    long[] arguments = new long[ArgumentCondition.ARGUMENTS];
    arguments[other.argument()] = value;
    return (looked & ~bits) == 0 && other.holds(arguments);
  }

  /** Rows whose calls another one has as well are counted there. */
  static List<LearnedRow> withoutNarrower(List<LearnedRow> rows) {
    List<LearnedRow> widest =
        rows.stream().filter(row -> rows.stream().noneMatch(row::isWithin)).toList();
    long[] counts = widest.stream().mapToLong(LearnedRow::count).toArray();
    for (var row : rows) {
      for (int i = 0; i < counts.length; i++) {
        if (row.isWithin(widest.get(i))) {
          counts[i] += row.count();
          break;
        }
      }
    }
    List<LearnedRow> counted = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      counted.add(new LearnedRow(widest.get(i).rule(), counts[i]));
    }
    return counted;
  }

  /**
   * The rows of two that were learned under one base policy: each keeps its order, and what is in
   * one alone stands first where it allows. So a refusal stays in front of what it limits, and none
   * comes in front of what was seen.
   */
  static List<LearnedRow> merge(List<LearnedRow> one, List<LearnedRow> other) {
    Deque<LearnedRow> first = new ArrayDeque<>(one);
    Deque<LearnedRow> second = new ArrayDeque<>(other);
    List<LearnedRow> all = new ArrayList<>();
    while (!first.isEmpty() && !second.isEmpty()) {
      LearnedRow a = first.getFirst();
      LearnedRow b = second.getFirst();
      if (a.isSameAs(b)) {
        all.add(a.plus(b.count()));
        first.removeFirst();
        second.removeFirst();
      } else {
        boolean isBLater = first.stream().anyMatch(b::isSameAs);
        boolean isALater = second.stream().anyMatch(a::isSameAs);
        boolean takesA = isBLater || (!isALater && a.isCarriedOut());
        all.add(takesA ? first.removeFirst() : second.removeFirst());
      }
    }
    all.addAll(first);
    all.addAll(second);
    return withoutRepeats(all);
  }

  /** A row for every call ends the rows; and none may say twice of the same what becomes of it. */
  private static List<LearnedRow> withoutRepeats(List<LearnedRow> rows) {
    List<LearnedRow> kept = new ArrayList<>();
    Set<Set<ArgumentCondition>> told = new HashSet<>();
    for (var row : withoutNarrowerInTurn(rows)) {
      if (told.contains(Set.<ArgumentCondition>of())) {
        break;
      }
      if (told.add(Set.copyOf(row.conditions()))) {
        kept.add(row);
      }
    }
    return kept;
  }

  /** Rows right before a wider one that say what it says, or with only such between them. */
  private static List<LearnedRow> withoutNarrowerInTurn(List<LearnedRow> rows) {
    List<LearnedRow> all = new ArrayList<>();
    List<LearnedRow> same = new ArrayList<>();
    for (var row : rows) {
      if (!same.isEmpty() && !same.getLast().rule().action().equals(row.rule().action())) {
        all.addAll(withoutNarrower(same));
        same.clear();
      }
      same.add(row);
    }
    all.addAll(withoutNarrower(same));
    return all;
  }
}
