/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns rows whose order counts into rows that stand apart: no call meets the conditions of two
 * that differ in their action.
 */
final class DisjointRows {
  private static final int MOST = 2000;

  private final String call;
  private final List<SyscallRule> apart = new ArrayList<>();

  private DisjointRows(String call) {
    this.call = call;
  }

  /**
   * The rows, each without what earlier ones of another action take.
   *
   * @throws IllegalArgumentException when there would be too many
   */
  static List<SyscallRule> of(String call, List<SyscallRule> rows) {
    var all = new DisjointRows(call);
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      List<List<ArgumentCondition>> left = List.of(row.conditions());
      for (var earlier : rows.subList(0, i)) {
        if (!earlier.action().equals(row.action())) {
          left = all.without(left, earlier.conditions());
        }
      }
      for (var conditions : left) {
        all.apart.add(new SyscallRule(call, conditions, row.action(), row.reason()));
      }
    }
    return all.apart;
  }

  /** Each of {@code lists} but for what meets {@code taken}. */
  private List<List<ArgumentCondition>> without(
      List<List<ArgumentCondition>> lists, List<ArgumentCondition> taken) {
    List<List<ArgumentCondition>> left = new ArrayList<>();
    for (var list : lists) {
      if (!WordTests.arePossible(with(list, taken))) {
        left.add(list);
        continue;
      }
      List<ArgumentCondition> met = list;
      for (var condition : taken) {
        for (var fails : negated(condition)) {
          var both = with(met, List.of(fails));
          if (WordTests.arePossible(both)) {
            left.add(both);
          }
        }
        met = with(met, List.of(condition));
      }
    }
    if (left.size() + apart.size() > MOST) {
      throw new IllegalArgumentException(
          "the rows of %s make more than %d rules without an order".formatted(call, MOST));
    }
    return left;
  }

  private static List<ArgumentCondition> with(
      List<ArgumentCondition> list, List<ArgumentCondition> more) {
    List<ArgumentCondition> all = new ArrayList<>(list);
    for (var condition : more) {
      if (!all.contains(condition)) {
        all.add(condition);
      }
    }
    return all;
  }

  /** Conditions of which exactly one holds where {@code condition} does not. */
  private static List<ArgumentCondition> negated(ArgumentCondition condition) {
    int argument = condition.argument();
    Width width = condition.width();
    return switch (condition.test()) {
      case Compare(Relation relation, long value) ->
          List.of(new ArgumentCondition(argument, width, new Compare(opposite(relation), value)));
      case MaskedEqual(long mask, long value) -> {
        List<ArgumentCondition> differs = new ArrayList<>();
        long same = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
          long bit = Long.lowestOneBit(rest);
          var test = new MaskedEqual(same | bit, (value & same) | (~value & bit));
          differs.add(new ArgumentCondition(argument, width, test));
          same |= bit;
        }
        yield differs;
      }
    };
  }

  private static Relation opposite(Relation relation) {
    return switch (relation) {
      case EQ -> Relation.NE;
      case NE -> Relation.EQ;
      case LT -> Relation.GE;
      case GE -> Relation.LT;
      case LE -> Relation.GT;
      case GT -> Relation.LE;
    };
  }
}
