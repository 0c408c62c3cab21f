/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** A test of one 32-bit word of a call's data, as BPF makes them. */
sealed interface WordTest {

  /** The greatest value of a word. */
  long MAX = 0xffff_ffffL;

  /** What is known of a test. */
  enum Truth {
    TRUE,
    FALSE,
    OPEN;

    Truth negated() {
      return switch (this) {
        case TRUE -> FALSE;
        case FALSE -> TRUE;
        case OPEN -> OPEN;
      };
    }

    static Truth of(boolean holds) {
      return holds ? TRUE : FALSE;
    }
  }

  /** The word's offset. */
  int word();

  /** The least unsigned value that passes. */
  long least();

  /** The greatest unsigned value that passes. */
  long greatest();

  /** Whether a value passes. */
  boolean passes(long value);

  /** The word lies within {@code least} to {@code greatest}, unsigned. */
  record Span(int word, long least, long greatest) implements WordTest {
    public Span {
      if (least < 0 || greatest > MAX || least > greatest) {
        throw new IllegalArgumentException("no span: " + least + " to " + greatest);
      }
    }

    boolean isSingle() {
      return least == greatest;
    }

    @Override
    public boolean passes(long value) {
      return value >= least && value <= greatest;
    }
  }

  /** The word's bits under {@code mask} equal {@code value}. */
  record Masked(int word, long mask, long value) implements WordTest {
    @Override
    public long least() {
      return value;
    }

    @Override
    public long greatest() {
      return value | (~mask & MAX);
    }

    @Override
    public boolean passes(long tried) {
      return (tried & mask) == value;
    }
  }

  /** What {@code other} gives once this test is known to have held, or not to have. */
  default Truth tells(boolean held, WordTest other) {
    if (word() != other.word()) {
      return Truth.OPEN;
    }
    if (equals(other)) {
      return Truth.of(held);
    }
    return held ? givenThis(other) : givenNot(other);
  }

  private Truth givenThis(WordTest other) {
    if (least() > other.greatest() || greatest() < other.least()) {
      return Truth.FALSE;
    }
    return switch (this) {
      case Span span when span.isSingle() -> Truth.of(other.passes(span.least()));
      case Masked mine when other instanceof Masked yours -> {
        long common = mine.mask() & yours.mask();
        if (((mine.value() ^ yours.value()) & common) != 0) {
          yield Truth.FALSE;
        }
        yield common == yours.mask() ? Truth.TRUE : Truth.OPEN;
      }
      case Span _, Masked _ ->
          other instanceof Span && least() >= other.least() && greatest() <= other.greatest()
              ? Truth.TRUE
              : Truth.OPEN;
    };
  }

  /** Whatever passes {@code other} would have passed this one, or the two leave nothing between. */
  private Truth givenNot(WordTest other) {
    if (other.givenThis(this) == Truth.TRUE) {
      return Truth.FALSE;
    }
    boolean otherBit =
        this instanceof Masked mine
            && other instanceof Masked yours
            && mine.mask() == yours.mask()
            && Long.bitCount(mine.mask()) == 1;
    boolean otherEnd =
        this instanceof Span
            && other instanceof Span
            && ((least() == 0 && other.greatest() == MAX && other.least() <= greatest() + 1)
                || (greatest() == MAX && other.least() == 0 && other.greatest() >= least() - 1));
    return otherBit || otherEnd ? Truth.TRUE : Truth.OPEN;
  }
}
