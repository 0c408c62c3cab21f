/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.BpfInstruction.JUMP_EQ;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_GE;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_GT;
import static io.sandbox4j.seccomp.BpfInstruction.JUMP_SET;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import io.sandbox4j.seccomp.Decision.Branch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Writes the tests of one decision. A 64-bit value is tested by its two words, the high one first;
 * a word that the accumulator still holds from the test before is not loaded again, so that a row
 * of equalities on one argument costs one comparison each.
 */
final class RowByRow {
  /** The accumulator holds nothing that a test could use. */
  private static final int NOTHING = -1;

  /** A place in the decision's code: which condition of which branch, and what is loaded. */
  private record Place(int branch, int condition, int held) {
    static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::branch)
            .thenComparingInt(Place::condition)
            .thenComparingInt(Place::held);
  }

  private static final Place START = new Place(0, 0, NOTHING);

  /** Where a condition leads when its comparison holds and when it does not. */
  private record Outcomes(Place met, Place unmet) {
    static Outcomes straight(Place place) {
      return new Outcomes(
          new Place(place.branch(), place.condition() + 1, NOTHING),
          new Place(place.branch() + 1, 0, NOTHING));
    }

    static Outcomes swapped(Place place) {
      var straight = straight(place);
      return new Outcomes(straight.unmet(), straight.met());
    }

    Place met(int held) {
      return new Place(met.branch(), met.condition(), held);
    }

    Place unmet(int held) {
      return new Place(unmet.branch(), unmet.condition(), held);
    }
  }

  private final FilterAssembler out;

  RowByRow(FilterAssembler out) {
    this.out = out;
  }

  /**
   * The code of {@code decision}; entered with anything in the accumulator. Places lead to later
   * places only: those that are reached are found going forward, then written going back, when the
   * code they lead to is there.
   */
  int code(Decision decision, ToIntFunction<SeccompAction> returning) {
    NavigableSet<Place> reached = reached(decision);
    Map<Place, Integer> written = new HashMap<>();
    for (var place : reached.descendingSet()) {
      var writer =
          new Writer(decision, out, next -> written.getOrDefault(next, NOTHING), returning);
      written.put(place, writer.write(place));
    }
    return written.getOrDefault(START, NOTHING);
  }

  private static NavigableSet<Place> reached(Decision decision) {
    NavigableSet<Place> reached = new TreeSet<>(Place.ORDER);
    reached.add(START);
    var scratch = new FilterAssembler();
    int anything = scratch.returning(0);
    var explorer =
        new Writer(
            decision,
            scratch,
            next -> {
              reached.add(next);
              return anything;
            },
            _ -> anything);
    for (var place = START; place != null; place = reached.higher(place)) {
      explorer.write(place);
    }
    return reached;
  }

  /** Writes the test at a place, given the code of the places it leads to. */
  private record Writer(
      Decision decision,
      FilterAssembler out,
      ToIntFunction<Place> next,
      ToIntFunction<SeccompAction> returning) {

    private int at(Place place) {
      return next.applyAsInt(place);
    }

    int write(Place place) {
      List<Branch> branches = decision.branches();
      if (place.branch() == branches.size()) {
        return returning.applyAsInt(decision.otherwise());
      }
      var branch = branches.get(place.branch());
      if (place.condition() == branch.conditions().size()) {
        return returning.applyAsInt(branch.action());
      }
      var condition = branch.conditions().get(place.condition());
      return switch (condition.test()) {
        case Compare(Relation relation, long value) -> compare(place, condition, relation, value);
        case MaskedEqual(long mask, long value) -> masked(place, condition, mask, value);
      };
    }

    private int compare(Place place, ArgumentCondition condition, Relation relation, long value) {
      return switch (relation) {
        case EQ -> equal(place, condition, value, Outcomes.straight(place));
        case NE -> equal(place, condition, value, Outcomes.swapped(place));
        case GT -> greater(place, condition, JUMP_GT, value, Outcomes.straight(place));
        case GE -> greater(place, condition, JUMP_GE, value, Outcomes.straight(place));
        case LE -> greater(place, condition, JUMP_GT, value, Outcomes.swapped(place));
        case LT -> greater(place, condition, JUMP_GE, value, Outcomes.swapped(place));
      };
    }

    private int equal(Place place, ArgumentCondition condition, long value, Outcomes outcomes) {
      int low = SeccompData.lowWord(condition.argument());
      int high = SeccompData.highWord(condition.argument());
      boolean full = condition.width() == Width.FULL_64;
      int test = out.branch(JUMP_EQ, (int) value, at(outcomes.met(low)), at(outcomes.unmet(low)));
      if (!full) {
        return loaded(place, low, test);
      }
      int lowTest = out.load(low, test);
      int highTest = out.branch(JUMP_EQ, (int) (value >>> 32), lowTest, at(outcomes.unmet(high)));
      return loaded(place, high, highTest);
    }

    /** {@code argument > value} or, by {@code JUMP_GE}, {@code argument >= value}. */
    private int greater(
        Place place, ArgumentCondition condition, int jump, long value, Outcomes outcomes) {
      int low = SeccompData.lowWord(condition.argument());
      int high = SeccompData.highWord(condition.argument());
      int test = out.branch(jump, (int) value, at(outcomes.met(low)), at(outcomes.unmet(low)));
      if (condition.width() == Width.LOW_32) {
        return loaded(place, low, test);
      }
      int lowTest = out.load(low, test);
      int top = (int) (value >>> 32);
      int equalHigh = out.branch(JUMP_EQ, top, lowTest, at(outcomes.unmet(high)));
      int highTest = out.branch(JUMP_GT, top, at(outcomes.met(high)), equalHigh);
      return loaded(place, high, highTest);
    }

    private int masked(Place place, ArgumentCondition condition, long mask, long value) {
      var outcomes = Outcomes.straight(place);
      int low = SeccompData.lowWord(condition.argument());
      int high = SeccompData.highWord(condition.argument());
      int highMask = (int) (mask >>> 32);
      int lowMask = (int) mask;
      if (highMask == 0) {
        return loaded(place, low, maskedWord(low, lowMask, (int) value, outcomes));
      }
      int highValue = (int) (value >>> 32);
      if (lowMask == 0) {
        return loaded(place, high, maskedWord(high, highMask, highValue, outcomes));
      }
      int lowTest = out.load(low, maskedWord(low, lowMask, (int) value, outcomes));
      int unmet = at(outcomes.unmet(NOTHING));
      int highTest = out.and(highMask, out.branch(JUMP_EQ, highValue, lowTest, unmet));
      return loaded(place, high, highTest);
    }

    /** Tests the loaded word at {@code offset}; where possible without changing the accumulator. */
    private int maskedWord(int offset, int mask, int value, Outcomes outcomes) {
      if (value == 0) {
        return out.branch(JUMP_SET, mask, at(outcomes.unmet(offset)), at(outcomes.met(offset)));
      }
      if (value == mask && Integer.bitCount(mask) == 1) {
        return out.branch(JUMP_SET, mask, at(outcomes.met(offset)), at(outcomes.unmet(offset)));
      }
      int met = at(outcomes.met(NOTHING));
      int unmet = at(outcomes.unmet(NOTHING));
      return out.and(mask, out.branch(JUMP_EQ, value, met, unmet));
    }

    private int loaded(Place place, int offset, int next) {
      return place.held() == offset ? next : out.load(offset, next);
    }
  }
}
