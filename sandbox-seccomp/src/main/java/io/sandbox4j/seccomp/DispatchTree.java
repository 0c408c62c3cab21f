/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.JUMP_EQ;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_GE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a table of decisions as a program: entry checks, tree over numbers, argument tests. */
final class DispatchTree {

  /** Numbers from {@code first} up to the next range, and where their code begins. */
  private record Range(int first, int code) {}

  private final FilterOptions options;
  private final FilterAssembler out = new FilterAssembler();

  DispatchTree(FilterOptions options) {
    this.options = options;
  }

  BpfProgram program(DecisionTable table) {
    int unknown = returning(DecisionTable.UNKNOWN.otherwise());
    int kill = out.returning(KernelReturn.KILL_PROCESS);
    List<Range> ranges = ranges(table);
    int tree = tree(ranges, 0, ranges.size());
    int newest = table.byNumber().size() - 1;
    int known = out.branch(JUMP_GE, newest + 1, unknown, tree);
    int number = out.load(SeccompData.NUMBER, known);
    int arch = out.branch(JUMP_EQ, options.abi().auditArch(), number, kill);
    return out.program(out.load(SeccompData.ARCH, arch));
  }

  private List<Range> ranges(DecisionTable table) {
    Map<Decision, Integer> codes = new HashMap<>();
    List<Range> ranges = new ArrayList<>();
    for (int number = 0; number < table.byNumber().size(); number++) {
      int code = codes.computeIfAbsent(table.byNumber().get(number), this::decision);
      if (ranges.isEmpty() || ranges.getLast().code() != code) {
        ranges.add(new Range(number, code));
      }
    }
    return ranges;
  }

  /** A tree whose paths differ by one comparison at most; the number is in the accumulator. */
  private int tree(List<Range> ranges, int from, int to) {
    if (to - from == 1) {
      return ranges.get(from).code();
    }
    if (to - from == 3 && ranges.get(from).code() == ranges.get(to - 1).code()) {
      var inner = ranges.get(from + 1);
      if (ranges.get(from + 2).first() == inner.first() + 1) {
        // One number within a range: a single comparison tells it.
        return out.branch(JUMP_EQ, inner.first(), inner.code(), ranges.get(from).code());
      }
    }
    int middle = (from + to) >>> 1;
    int upper = tree(ranges, middle, to);
    int lower = tree(ranges, from, middle);
    return out.branch(JUMP_GE, ranges.get(middle).first(), upper, lower);
  }

  private int decision(Decision decision) {
    return new ArgumentTests(out).code(decision, this::returning);
  }

  private int returning(SeccompAction action) {
    return out.returning(KernelReturn.of(action, options));
  }
}
