/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.JUMP_EQ;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_GE;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_SET;

import io.sandbox4j.seccomp.ValueTree.Run;
import io.sandbox4j.seccomp.WordTest.Masked;
import io.sandbox4j.seccomp.WordTest.Span;
import io.sandbox4j.seccomp.WordTests.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Writes the tests of one decision.
 *
 * <p>Each test leads to two decisions: what is left of the rows once it held, and once it did not.
 * Rows that cannot apply any more are gone from them, and tests whose outcome is known are not made
 * again; equal remainders share their code. Rows that only compare one word become a search tree
 * over its values ({@link ValueTree}). A decision of very many rows, of which there could be more
 * remainders than rows, is written {@linkplain RowByRow row by row}.
 */
final class ArgumentTests {
  private static final int MOST_TESTS = 256;

  /** Rows that compare one word, from so many on, become a tree. */
  private static final int TREE = 3;

  /** A row: where its code begins, and the tests before it. */
  private record Row(WordTests tests, int code) {}

  /** What is left to be told: the rows in order, and the code when none applies. */
  private record Rest(List<Row> rows, int otherwise) {}

  /** What the accumulator holds: a word under a mask. */
  private record Held(int word, int mask) {
    static final Held NOTHING = new Held(-1, 0);

    static Held whole(int word) {
      return new Held(word, -1);
    }
  }

  private record Key(Rest rest, Wanted first) {}

  /** The code of a test, which expects {@code held} in the accumulator. */
  private record Written(int code, Held held) {}

  private final FilterAssembler out;
  private final ToIntFunction<SeccompAction> returning;
  private final Map<Key, Written> written = new HashMap<>();
  private int allowed;

  ArgumentTests(FilterAssembler out, ToIntFunction<SeccompAction> returning) {
    this.out = out;
    this.returning = returning;
  }

  /** The code of {@code decision}; entered with anything in the accumulator. */
  int code(Decision decision) {
    int otherwise = returning.applyAsInt(decision.otherwise());
    if (decision.branches().isEmpty()) {
      return otherwise;
    }
    int tests = decision.branches().stream().mapToInt(branch -> branch.conditions().size()).sum();
    if (tests <= MOST_TESTS) {
      int begun = out.length();
      allowed = 4 * tests + 64;
      int code = code(rest(decision), Held.NOTHING);
      if (written.size() <= allowed) {
        return code;
      }
      out.backTo(begun);
    }
    return new RowByRow(out).code(decision, returning);
  }

  private Rest rest(Decision decision) {
    List<Row> rows = new ArrayList<>();
    for (var branch : decision.branches()) {
      int code = returning.applyAsInt(branch.action());
      WordTests.of(branch.conditions()).forEach(tests -> rows.add(new Row(tests, code)));
    }
    return rest(rows, returning.applyAsInt(decision.otherwise()));
  }

  /** Without the rows after one that always applies, and without last rows that change nothing. */
  private static Rest rest(List<Row> rows, int otherwise) {
    List<Row> kept = new ArrayList<>(rows.size());
    int last = otherwise;
    for (var row : rows) {
      if (row.tests().all().isEmpty()) {
        last = row.code();
        break;
      }
      kept.add(row);
    }
    while (!kept.isEmpty() && kept.getLast().code() == last) {
      kept.removeLast();
    }
    return new Rest(List.copyOf(kept), last);
  }

  private static Rest given(List<Row> rows, int otherwise, WordTest known, boolean held) {
    List<Row> left = new ArrayList<>(rows.size());
    List<WordTests> tests = new ArrayList<>(1);
    for (var row : rows) {
      tests.clear();
      row.tests().given(known, held, tests);
      tests.forEach(open -> left.add(new Row(open, row.code())));
    }
    return rest(left, otherwise);
  }

  private int code(Rest rest, Held held) {
    if (rest.rows().isEmpty() || written.size() > allowed) {
      return rest.otherwise();
    }
    var key = new Key(rest, first(rest, held));
    var test = written.get(key);
    if (test == null) {
      test = write(rest, key.first().test());
      written.put(key, test);
    }
    return entry(test, held);
  }

  /** The test of the first row to begin with: one of a word that is loaded, if there is any. */
  private static Wanted first(Rest rest, Held held) {
    List<Wanted> tests = rest.rows().getFirst().tests().all();
    for (var wanted : tests) {
      if (wanted.test().word() == held.word()) {
        return wanted;
      }
    }
    return tests.getFirst();
  }

  private int entry(Written test, Held held) {
    if (held.equals(test.held())) {
      return test.code();
    }
    int word = test.held().word();
    int code = test.code();
    if (test.held().mask() != -1) {
      code = out.and(test.held().mask(), code);
      if (held.equals(Held.whole(word))) {
        return code;
      }
    }
    return out.load(word, code);
  }

  private Written write(Rest rest, WordTest test) {
    int compared = comparedAlone(rest, test.word());
    if (compared >= TREE) {
      return tree(rest, compared, test.word());
    }
    Held held =
        test instanceof Masked(int word, long mask, long value) && !isBits(mask, value)
            ? new Held(word, (int) mask)
            : Held.whole(test.word());
    int met = code(given(rest.rows(), rest.otherwise(), test, true), held);
    int unmet = code(given(rest.rows(), rest.otherwise(), test, false), held);
    int code =
        switch (test) {
          case Span(_, long least, long greatest) when least == greatest ->
              out.branch(JUMP_EQ, (int) least, met, unmet);
          case Span(_, long least, long greatest) when least == 0 ->
              out.branch(JUMP_GE, (int) (greatest + 1), unmet, met);
          case Span(_, long least, _) -> out.branch(JUMP_GE, (int) least, met, unmet);
          case Masked(_, long mask, long value) when value == 0 ->
              out.branch(JUMP_SET, (int) mask, unmet, met);
          case Masked(_, long mask, long value) when isBits(mask, value) ->
              out.branch(JUMP_SET, (int) mask, met, unmet);
          case Masked(_, _, long value) -> out.branch(JUMP_EQ, (int) value, met, unmet);
        };
    return new Written(code, held);
  }

  /** Whether one jump on set bits makes the test, without a change of the accumulator. */
  private static boolean isBits(long mask, long value) {
    return value == 0 || (value == mask && Long.bitCount(mask) == 1);
  }

  /** How many of the first rows do nothing but compare {@code word}. */
  private static int comparedAlone(Rest rest, int word) {
    int count = 0;
    for (var row : rest.rows()) {
      List<Wanted> tests = row.tests().all();
      boolean alone =
          tests.stream().allMatch(t -> t.test().word() == word && t.test() instanceof Span);
      if (!alone) {
        break;
      }
      count++;
    }
    return count;
  }

  private Written tree(Rest rest, int compared, int word) {
    List<Row> rows = rest.rows().subList(0, compared);
    List<Row> after = rest.rows().subList(compared, rest.rows().size());
    TreeSet<Long> firsts = new TreeSet<>();
    firsts.add(0L);
    for (var row : rows) {
      for (var wanted : row.tests().all()) {
        firsts.add(wanted.test().least());
        firsts.add(wanted.test().greatest() + 1);
      }
    }
    firsts.remove(WordTest.MAX + 1);
    List<Run> runs = new ArrayList<>();
    for (long first : firsts) {
      Long next = firsts.higher(first);
      var span = new Span(word, first, next == null ? WordTest.MAX : next - 1);
      runs.add(new Run(first, code(rows, after, rest.otherwise(), span), 1));
    }
    return new Written(ValueTree.code(out, runs), Held.whole(word));
  }

  /** The code of values for which each of {@code rows} either applies or does not. */
  private int code(List<Row> rows, List<Row> after, int otherwise, Span values) {
    for (var row : rows) {
      if (row.tests().all().stream()
          .allMatch(wanted -> wanted.test().passes(values.least()) == wanted.holds())) {
        return row.code();
      }
    }
    return code(given(after, otherwise, values, true), Held.whole(values.word()));
  }
}
