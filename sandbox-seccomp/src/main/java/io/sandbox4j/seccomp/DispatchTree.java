/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.JUMP_EQ;

import io.sandbox4j.seccomp.ValueTree.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a table of decisions as a program: entry checks, tree over numbers, argument tests. */
final class DispatchTree {

  private final FilterOptions options;
  private final FilterAssembler out = new FilterAssembler();

  DispatchTree(FilterOptions options) {
    this.options = options;
  }

  BpfProgram program(DecisionTable table) {
    int kill = out.returning(KernelReturn.KILL_PROCESS);
    int tree = ValueTree.code(out, runs(table));
    int number = out.load(SeccompData.NUMBER, tree);
    int arch = out.branch(JUMP_EQ, options.abi().auditArch(), number, kill);
    return out.program(out.load(SeccompData.ARCH, arch));
  }

  /** The numbers in order; the last run has those above the newest known, and all of x32. */
  private List<Run> runs(DecisionTable table) {
    Map<Decision, Integer> codes = new HashMap<>();
    List<Run> runs = new ArrayList<>();
    long[] weights = options.frequencies().weights(options.abi());
    for (int number = 0; number < table.byNumber().size(); number++) {
      int code = codes.computeIfAbsent(table.byNumber().get(number), this::decision);
      runs.add(new Run(number, code, weights[number]));
    }
    int unknown = codes.computeIfAbsent(DecisionTable.UNKNOWN, this::decision);
    runs.add(new Run(table.byNumber().size(), unknown, 1));
    return runs;
  }

  private int decision(Decision decision) {
    return new ArgumentTests(out, this::returning).code(decision);
  }

  private int returning(SeccompAction action) {
    return out.returning(KernelReturn.of(action, options));
  }
}
