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
import java.util.Optional;

/**
 * What all conditions on one argument allow, as values under masks: a comparison is the prefixes of
 * the values that pass it, as networks are of addresses. Profiles for containers can say no more of
 * an argument than one such test.
 *
 * @param mask the bits that count; 0 when every value passes
 * @param value what they must be
 */
record MaskedValue(long mask, long value) {
  private static final MaskedValue ANY = new MaskedValue(0, 0);

  /** The choices of which one must pass for all conditions to hold; without overlap. */
  static List<MaskedValue> of(List<ArgumentCondition> conditions) {
    List<MaskedValue> choices = List.of(ANY);
    for (var condition : conditions) {
      List<MaskedValue> both = new ArrayList<>();
      for (var alternative : of(condition)) {
        for (var choice : choices) {
          choice.and(alternative).ifPresent(both::add);
        }
      }
      choices = both;
    }
    return choices;
  }

  private Optional<MaskedValue> and(MaskedValue other) {
    return ((value ^ other.value) & mask & other.mask) != 0
        ? Optional.empty()
        : Optional.of(new MaskedValue(mask | other.mask, value | other.value));
  }

  private static List<MaskedValue> of(ArgumentCondition condition) {
    long width = condition.width() == Width.LOW_32 ? WordTest.MAX : -1;
    return switch (condition.test()) {
      case MaskedEqual(long mask, long value) -> List.of(new MaskedValue(mask, value));
      case Compare(Relation relation, long value) ->
          switch (relation) {
            case EQ -> List.of(new MaskedValue(width, value));
            case NE -> differing(width, value, width);
            case LT -> differing(width, value, value);
            case GE -> withItself(width, value, differing(width, value, ~value & width));
            case LE -> withItself(width, value, differing(width, value, value));
            case GT -> differing(width, value, ~value & width);
          };
    };
  }

  private static List<MaskedValue> withItself(long width, long value, List<MaskedValue> others) {
    List<MaskedValue> all = new ArrayList<>(others);
    all.add(new MaskedValue(width, value));
    return all;
  }

  /** Values that first differ from {@code value}, from the highest bit, in one of {@code bits}. */
  private static List<MaskedValue> differing(long width, long value, long bits) {
    List<MaskedValue> prefixes = new ArrayList<>();
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      long bit = Long.lowestOneBit(rest);
      long prefix = width & -bit;
      prefixes.add(new MaskedValue(prefix, (value ^ bit) & prefix));
    }
    return prefixes;
  }
}
