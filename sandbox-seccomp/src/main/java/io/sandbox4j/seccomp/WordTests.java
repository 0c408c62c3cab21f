/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import io.sandbox4j.seccomp.WordTest.Masked;
import io.sandbox4j.seccomp.WordTest.Span;
import io.sandbox4j.seccomp.WordTest.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tests of words that must all turn out as wanted. A condition on 64 bits is one such list or, as
 * with {@code >}, the choice of two: the high word is greater, or it is equal and the low word is
 * greater.
 */
record WordTests(List<Wanted> all) {
  private static final WordTests NONE = new WordTests(List.of());

  /** A test, and how it must turn out. */
  record Wanted(WordTest test, boolean holds) {}

  WordTests {
    all = List.copyOf(all);
  }

  /** The lists of which one must hold for all {@code conditions} to hold. */
  static List<WordTests> of(List<ArgumentCondition> conditions) {
    List<WordTests> lists = List.of(NONE);
    for (var condition : conditions) {
      List<WordTests> longer = new ArrayList<>();
      for (var list : lists) {
        for (var alternative : of(condition)) {
          var both = new ArrayList<>(list.all());
          both.addAll(alternative.all());
          longer.add(new WordTests(both));
        }
      }
      lists = longer;
    }
    List<WordTests> possible = new ArrayList<>();
    for (var list : lists) {
      list.addTo(possible);
    }
    return possible;
  }

  /** Whether any arguments meet all {@code conditions}. */
  static boolean arePossible(Collection<ArgumentCondition> conditions) {
    return !of(List.copyOf(conditions)).isEmpty();
  }

  /** Leaves out what the tests before it tell already; adds nothing when they contradict. */
  private void addTo(List<WordTests> possible) {
    var rest = this;
    List<Wanted> needed = new ArrayList<>();
    while (!rest.all().isEmpty()) {
      var first = rest.all().getFirst();
      needed.add(first);
      var left = new ArrayList<WordTests>(1);
      new WordTests(rest.all().subList(1, rest.all().size()))
          .given(first.test(), first.holds(), left);
      if (left.isEmpty()) {
        return;
      }
      rest = left.getFirst();
    }
    possible.add(new WordTests(needed));
  }

  /** Adds what is left of this list once a test is known; nothing when the list cannot hold. */
  void given(WordTest known, boolean held, List<WordTests> left) {
    List<Wanted> open = new ArrayList<>(all.size());
    for (var wanted : all) {
      Truth truth = known.tells(held, wanted.test());
      switch (wanted.holds() ? truth : truth.negated()) {
        case TRUE -> {}
        case FALSE -> {
          return;
        }
        case OPEN -> open.add(wanted);
      }
    }
    left.add(open.size() == all.size() ? this : new WordTests(open));
  }

  private static List<WordTests> of(ArgumentCondition condition) {
    int low = SeccompData.lowWord(condition.argument());
    int high = SeccompData.highWord(condition.argument());
    boolean full = condition.width() == Width.FULL_64;
    return switch (condition.test()) {
      case MaskedEqual(long mask, long value) -> List.of(masked(high, low, mask, value));
      case Compare(Relation relation, long value) -> {
        long bottom = value & WordTest.MAX;
        long top = value >>> 32;
        yield switch (relation) {
          case EQ -> full ? List.of(is(high, top).and(is(low, bottom))) : List.of(is(low, bottom));
          case NE ->
              full
                  ? List.of(not(high, top), is(high, top).and(not(low, bottom)))
                  : List.of(not(low, bottom));
          case GT -> above(high, top, low, full, bottom + 1);
          case GE -> above(high, top, low, full, bottom);
          case LT -> below(high, top, low, full, bottom - 1);
          case LE -> below(high, top, low, full, bottom);
        };
      }
    };
  }

  private static List<WordTests> above(int high, long top, int low, boolean full, long least) {
    List<WordTests> choice = new ArrayList<>(2);
    if (full && top < WordTest.MAX) {
      choice.add(span(high, top + 1, WordTest.MAX));
    }
    if (least <= WordTest.MAX) {
      var lowPart = span(low, least, WordTest.MAX);
      choice.add(full ? is(high, top).and(lowPart) : lowPart);
    }
    return choice;
  }

  private static List<WordTests> below(int high, long top, int low, boolean full, long greatest) {
    List<WordTests> choice = new ArrayList<>(2);
    if (full && top > 0) {
      choice.add(span(high, 0, top - 1));
    }
    if (greatest >= 0) {
      var lowPart = span(low, 0, greatest);
      choice.add(full ? is(high, top).and(lowPart) : lowPart);
    }
    return choice;
  }

  private static WordTests masked(int high, int low, long mask, long value) {
    List<Wanted> words = new ArrayList<>(2);
    if (mask >>> 32 != 0) {
      words.add(new Wanted(new Masked(high, mask >>> 32, value >>> 32), true));
    }
    if ((mask & WordTest.MAX) != 0) {
      words.add(new Wanted(new Masked(low, mask & WordTest.MAX, value & WordTest.MAX), true));
    }
    return new WordTests(words);
  }

  private static WordTests span(int word, long least, long greatest) {
    return least == 0 && greatest == WordTest.MAX
        ? NONE
        : new WordTests(List.of(new Wanted(new Span(word, least, greatest), true)));
  }

  private static WordTests is(int word, long value) {
    return span(word, value, value);
  }

  private static WordTests not(int word, long value) {
    return new WordTests(List.of(new Wanted(new Span(word, value, value), false)));
  }

  private WordTests and(WordTests more) {
    var both = new ArrayList<>(all);
    both.addAll(more.all);
    return new WordTests(both);
  }
}
