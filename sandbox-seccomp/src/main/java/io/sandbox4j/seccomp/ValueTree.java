/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.JUMP_EQ;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_GE;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the comparisons that lead from the word in the accumulator to the code for it.
 *
 * <p>The kernel translates each instruction of a filter at every launch, so the tree has as few
 * comparisons as these two kinds allow: {@code >=} tells two neighbouring runs of values apart, and
 * {@code ==} takes a single value out of a run that goes on behind it. Which runs become one leaf
 * is chosen first, for the number of comparisons; then the tree over the leaves, for the fewest
 * comparisons on the way to where the weight is. Both are exact: dynamic programming over the runs,
 * the second with the monotone roots of Knuth's optimum search trees.
 */
final class ValueTree {
  /** A leaf tests no more single values than this, so that no way through it is long. */
  private static final int SINGLES = 4;

  /**
   * Values from {@code first} up to the next run's, unsigned, with one code.
   *
   * @param first the lowest value
   * @param code where their code begins
   * @param weight how often they are met, relative to the others
   */
  record Run(long first, int code, long weight) {}

  /** The runs {@code from} up to {@code to}: those without {@code code} are single values. */
  private record Leaf(int from, int to, int code) {}

  private static final long END = 1L << 32;
  private static final int NONE = -1;

  private final FilterAssembler out;
  private final List<Run> runs;
  private List<Leaf> leaves = List.of();
  private int[][] roots = new int[0][];

  private ValueTree(FilterAssembler out, List<Run> runs) {
    this.out = out;
    this.runs = runs;
  }

  /**
   * The code that distinguishes {@code runs}, of which the first begins at 0. Neighbours with the
   * same code are taken for one.
   */
  static int code(FilterAssembler out, List<Run> runs) {
    List<Run> merged = new ArrayList<>(runs.size());
    for (var run : runs) {
      if (!merged.isEmpty() && merged.getLast().code() == run.code()) {
        var before = merged.removeLast();
        merged.add(new Run(before.first(), run.code(), before.weight() + run.weight()));
      } else {
        merged.add(run);
      }
    }
    var tree = new ValueTree(out, merged);
    tree.leaves = tree.leaves();
    tree.roots = tree.roots();
    return tree.write(0, tree.leaves.size() - 1);
  }

  private boolean isSingle(int run) {
    long next = run + 1 < runs.size() ? runs.get(run + 1).first() : END;
    return next == runs.get(run).first() + 1;
  }

  /** The partition of the runs into leaves that takes the fewest comparisons. */
  private List<Leaf> leaves() {
    int count = runs.size();
    int[] cost = new int[count + 1];
    Leaf[] last = new Leaf[count + 1];
    for (int to = 1; to <= count; to++) {
      cost[to] = Integer.MAX_VALUE;
      int wide = NONE; // the code of the runs of several values, which must be the leaf's
      for (int from = to - 1; from >= 0 && from >= to - 2 * SINGLES - 1; from--) {
        if (!isSingle(from)) {
          if (wide != NONE && wide != runs.get(from).code()) {
            break;
          }
          wide = runs.get(from).code();
        }
        for (int base = from; base < to; base++) {
          int code = runs.get(base).code();
          if (wide != NONE && wide != code) {
            continue;
          }
          int singles = singles(from, to, code);
          int all = cost[from] + singles + (from > 0 ? 1 : 0);
          if (singles <= SINGLES && all < cost[to]) {
            cost[to] = all;
            last[to] = new Leaf(from, to, code);
          }
          if (wide != NONE) {
            break;
          }
        }
      }
    }
    List<Leaf> backwards = new ArrayList<>();
    for (int to = count; to > 0; to = backwards.getLast().from()) {
      backwards.add(last[to]);
    }
    return backwards.reversed();
  }

  private int singles(int from, int to, int code) {
    int singles = 0;
    for (int run = from; run < to; run++) {
      singles += runs.get(run).code() == code ? 0 : 1;
    }
    return singles;
  }

  /** For each stretch of leaves where the first comparison parts it. */
  private int[][] roots() {
    int count = leaves.size();
    long[][] cost = new long[count][count];
    int[][] root = new int[count][count];
    long[] before = new long[count + 1];
    for (int leaf = 0; leaf < count; leaf++) {
      before[leaf + 1] = before[leaf] + weight(leaves.get(leaf));
      root[leaf][leaf] = leaf;
    }
    for (int length = 2; length <= count; length++) {
      for (int from = 0; from + length <= count; from++) {
        int to = from + length - 1;
        long least = Long.MAX_VALUE;
        int earliest = Math.max(root[from][to - 1], from + 1);
        int latest = Math.min(length == 2 ? to : root[from + 1][to], to);
        for (int split = earliest; split <= latest; split++) {
          long all = cost[from][split - 1] + cost[split][to];
          if (all < least) {
            least = all;
            root[from][to] = split;
          }
        }
        cost[from][to] = least + before[to + 1] - before[from];
      }
    }
    return root;
  }

  private long weight(Leaf leaf) {
    long weight = 0;
    for (int run = leaf.from(); run < leaf.to(); run++) {
      weight += runs.get(run).weight();
    }
    return weight;
  }

  private int write(int from, int to) {
    if (from == to) {
      return write(leaves.get(from));
    }
    int split = roots[from][to];
    int upper = write(split, to);
    int lower = write(from, split - 1);
    return out.branch(JUMP_GE, (int) runs.get(leaves.get(split).from()).first(), upper, lower);
  }

  private int write(Leaf leaf) {
    List<Run> singles = new ArrayList<>();
    for (int run = leaf.from(); run < leaf.to(); run++) {
      if (runs.get(run).code() != leaf.code()) {
        singles.add(runs.get(run));
      }
    }
    singles.sort((a, b) -> Long.compare(a.weight(), b.weight())); // the likeliest is tested first
    int code = leaf.code();
    for (var single : singles) {
      code = out.branch(JUMP_EQ, (int) single.first(), single.code(), code);
    }
    return code;
  }
}
