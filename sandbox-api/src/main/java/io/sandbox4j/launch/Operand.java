/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.Objects;

/** One argument of a step. */
public sealed interface Operand {

  /**
   * A number that is known when the plan is written.
   *
   * @param value the 64 bits the kernel gets
   * @param shown how people write it, for example {@code MS_NOSUID|MS_NODEV}
   */
  record Value(long value, String shown) implements Operand {
    /** Checks that there is something to print. */
    public Value {
      Objects.requireNonNull(shown, "shown");
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  /**
   * The address of bytes in the plan.
   *
   * @param chunk the bytes
   * @param offset bytes from the chunk's start
   */
  record Address(Chunk chunk, int offset) implements Operand {
    /** Checks the offset. */
    public Address {
      Objects.checkFromToIndex(0, offset, chunk.size());
    }

    @Override
    public String toString() {
      return offset == 0 ? chunk.toString() : chunk + "+" + offset;
    }
  }

  /**
   * The saved result of an earlier step.
   *
   * @param slot where it was saved
   */
  record Saved(Slot slot) implements Operand {
    @Override
    public String toString() {
      return "$" + slot;
    }
  }

  /**
   * A descriptor that the JVM passes along with the plan.
   *
   * @param index its place among the passed descriptors, from 0
   * @param name what it is, for people
   */
  record Passed(int index, String name) implements Operand {
    /** How many descriptors travel with a plan at most ({@code PASSED} in {@code plan.h}). */
    public static final int MOST = 250;

    /** Checks the index. */
    public Passed {
      Objects.checkIndex(index, MOST);
      Objects.requireNonNull(name, "name");
    }

    @Override
    public String toString() {
      return "@" + name;
    }
  }

  /**
   * A saved result of the session that this plan's command runs in.
   *
   * @param slot the slot in the session's plan
   */
  record OfSession(Slot slot) implements Operand {
    @Override
    public String toString() {
      return "$session." + slot;
    }
  }

  /**
   * A number that prints as itself.
   *
   * @param value the number
   * @return the operand
   */
  static Value value(long value) {
    return new Value(value, Long.toString(value));
  }

  /**
   * A number with the name people know it by.
   *
   * @param value the number
   * @param shown its name
   * @return the operand
   */
  static Value value(long value, String shown) {
    return new Value(value, shown);
  }

  /** {@code AT_FDCWD} of {@code fcntl.h}: paths are resolved from the working directory. */
  Value AT_FDCWD = new Value(-100, "AT_FDCWD");

  /** A null pointer. */
  Value NULL = new Value(0, "NULL");
}
