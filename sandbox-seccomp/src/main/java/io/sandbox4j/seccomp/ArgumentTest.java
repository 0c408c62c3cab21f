/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** A test of one argument's value. Values are compared unsigned, as BPF does. */
public sealed interface ArgumentTest {

  /** How two values relate; unsigned. */
  enum Relation {
    /** Equal. */
    EQ("=="),
    /** Not equal. */
    NE("!="),
    /** Less. */
    LT("<"),
    /** Less or equal. */
    LE("<="),
    /** Greater. */
    GT(">"),
    /** Greater or equal. */
    GE(">=");

    private final String symbol;

    Relation(String symbol) {
      this.symbol = symbol;
    }

    /** {@return the operator in policy files} */
    public String symbol() {
      return symbol;
    }
  }

  /**
   * The argument relates to a value.
   *
   * @param relation how
   * @param value the right hand side, an unsigned number
   */
  record Compare(Relation relation, long value) implements ArgumentTest {
    /** Refuses tests that every value passes or none does. */
    public Compare {
      if (value == 0 && relation == Relation.LT) {
        throw new IllegalArgumentException("nothing is less than 0: arguments are unsigned");
      }
      if (value == 0 && relation == Relation.GE) {
        throw new IllegalArgumentException("every argument is >= 0: arguments are unsigned");
      }
    }
  }

  /**
   * The argument's bits under a mask equal a value.
   *
   * @param mask the bits that count
   * @param value what they must be; no bit outside the mask
   */
  record MaskedEqual(long mask, long value) implements ArgumentTest {
    /** Refuses tests that every value passes or none does. */
    public MaskedEqual {
      if (mask == 0) {
        throw new IllegalArgumentException("a mask of 0 tests nothing");
      }
      if ((value & ~mask) != 0) {
        throw new IllegalArgumentException(
            "value 0x%x has bits outside the mask 0x%x: no argument can equal it"
                .formatted(value, mask));
      }
    }
  }

  /**
   * Whether {@code argument} passes; the caller has cut it to the width that counts.
   *
   * @param argument the value, cut to its width
   * @return whether it passes
   */
  default boolean passes(long argument) {
    return switch (this) {
      case MaskedEqual(long mask, long value) -> (argument & mask) == value;
      case Compare(Relation relation, long value) -> {
        int order = Long.compareUnsigned(argument, value);
        yield switch (relation) {
          case EQ -> order == 0;
          case NE -> order != 0;
          case LT -> order < 0;
          case LE -> order <= 0;
          case GT -> order > 0;
          case GE -> order >= 0;
        };
      }
    };
  }
}
