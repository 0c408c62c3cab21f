/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;

/**
 * A condition on one argument of a system call.
 *
 * <p>The width matters. A filter sees the whole 64-bit register, but where the kernel declares the
 * parameter as {@code int} or {@code unsigned int} it drops the high half before it looks. A rule
 * that refuses {@code ioctl} request 0x5412 by comparing 64 bits is passed by 0x1_0000_5412, which
 * the kernel then takes as 0x5412. Such arguments are compared as {@link Width#LOW_32}.
 *
 * @param argument which argument, 0 to 5
 * @param width how much of it counts
 * @param test what it must pass
 */
public record ArgumentCondition(int argument, Width width, ArgumentTest test) {

  /** The number of arguments a system call has at most. */
  public static final int ARGUMENTS = 6;

  private static final long LOW = 0xffff_ffffL;

  /** How much of an argument's register counts. */
  public enum Width {
    /** The low half: what the kernel sees of an {@code int} parameter. */
    LOW_32,
    /** The whole register: pointers, sizes and {@code long} parameters. */
    FULL_64
  }

  /** Checks the argument's index and that the values fit the width. */
  public ArgumentCondition {
    if (argument < 0 || argument >= ARGUMENTS) {
      throw new IllegalArgumentException("argument " + argument + " is not within 0..5");
    }
    if (width == Width.LOW_32) {
      long widest =
          switch (test) {
            case Compare(_, long value) -> value;
            case MaskedEqual(long mask, _) -> mask;
          };
      if ((widest & ~LOW) != 0) {
        throw new IllegalArgumentException(
            "0x%x does not fit into 32 bits; argument %d is compared by its low half"
                .formatted(widest, argument));
      }
      if (widest == LOW
          && test instanceof Compare(Relation relation, _)
          && (relation == Relation.LE || relation == Relation.GT)) {
        throw new IllegalArgumentException("a comparison with the greatest value tests nothing");
      }
    }
  }

  /**
   * All 64 bits equal {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition eq(int argument, long value) {
    return full(argument, new Compare(Relation.EQ, value));
  }

  /**
   * The 64 bits differ from {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition ne(int argument, long value) {
    return full(argument, new Compare(Relation.NE, value));
  }

  /**
   * All 64 bits, unsigned, are less than {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition lt(int argument, long value) {
    return full(argument, new Compare(Relation.LT, value));
  }

  /**
   * All 64 bits, unsigned, are less than or equal to {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition le(int argument, long value) {
    return full(argument, new Compare(Relation.LE, value));
  }

  /**
   * All 64 bits, unsigned, are greater than {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition gt(int argument, long value) {
    return full(argument, new Compare(Relation.GT, value));
  }

  /**
   * All 64 bits, unsigned, are greater than or equal to {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition ge(int argument, long value) {
    return full(argument, new Compare(Relation.GE, value));
  }

  /**
   * The bits under {@code mask} equal {@code value}.
   *
   * @param argument which argument, 0 to 5
   * @param mask the bits that count
   * @param value the value to compare with
   * @return the condition
   */
  public static ArgumentCondition maskedEq(int argument, long mask, long value) {
    return full(argument, new MaskedEqual(mask, value));
  }

  /**
   * The same test on the low half alone, for {@code int} parameters.
   *
   * @return the condition
   */
  public ArgumentCondition low32() {
    return new ArgumentCondition(argument, Width.LOW_32, test);
  }

  /**
   * {@return whether a call with these six arguments meets the condition}
   *
   * @param arguments the six arguments
   */
  public boolean holds(long... arguments) {
    long value = arguments[argument];
    return test.passes(
        switch (width) {
          case LOW_32 -> value & LOW;
          case FULL_64 -> value;
        });
  }

  /** The condition as policy files write it. */
  @Override
  public String toString() {
    String name =
        "arg"
            + argument
            + switch (width) {
              case LOW_32 -> ":32";
              case FULL_64 -> "";
            };
    return switch (test) {
      case Compare(Relation relation, long value) ->
          "%s %s 0x%x".formatted(name, relation.symbol(), value);
      case MaskedEqual(long mask, long value) -> "%s & 0x%x == 0x%x".formatted(name, mask, value);
    };
  }

  private static ArgumentCondition full(int argument, ArgumentTest test) {
    return new ArgumentCondition(argument, Width.FULL_64, test);
  }
}
