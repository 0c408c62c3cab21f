/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

/**
 * An entry of the list that {@link Action.Special#KEEP} takes: {@code struct keep} of {@code
 * plan.h}.
 *
 * @param from where the descriptor's number is
 * @param index its place there
 * @param inherit whether it survives an execve
 */
record KeptDescriptor(From from, int index, boolean inherit) {

  /** Where a number is; the places are those of {@code enum operand}. */
  enum From {
    SLOT(2),
    PASSED(3),
    SESSION(4);

    private final int number;

    From(int number) {
      this.number = number;
    }
  }

  static KeptDescriptor of(Operand descriptor, boolean inherit) {
    return switch (descriptor) {
      case Operand.Saved(Slot slot) -> new KeptDescriptor(From.SLOT, slot.index(), inherit);
      case Operand.Passed(int index, String _) -> new KeptDescriptor(From.PASSED, index, inherit);
      case Operand.OfSession(Slot slot) -> new KeptDescriptor(From.SESSION, slot.index(), inherit);
      case Operand.Value _, Operand.Address _ ->
          throw new IllegalArgumentException(
              "a kept descriptor is saved or passed, not " + descriptor);
    };
  }

  /** The entry as the four bytes of the block, little endian. */
  int encode() {
    return from.number | index << 8 | (inherit ? 1 << 16 : 0);
  }

  static KeptDescriptor decode(int bytes) {
    for (From from : From.values()) {
      if (from.number == (bytes & 0xff)) {
        return new KeptDescriptor(from, bytes >>> 8 & 0xff, (bytes >>> 16 & 0xff) != 0);
      }
    }
    throw new IllegalArgumentException("no kept descriptor: 0x" + Integer.toHexString(bytes));
  }
}
