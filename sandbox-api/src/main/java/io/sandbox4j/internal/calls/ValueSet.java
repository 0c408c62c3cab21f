/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of the values of one kind of argument. Immutable.
 *
 * @param name as tables refer to it
 * @param flags whether several may be in one argument
 * @param names the names in the order in which they are tried
 */
record ValueSet(String name, boolean flags, List<Named> names) {
  private static final long LOW = 0xffff_ffffL;

  /**
   * A name.
   *
   * @param name the kernel's
   * @param value what the bits under the mask are
   * @param mask the bits that count
   */
  record Named(String name, long value, long mask) {
    boolean isIn(long argument) {
      return (argument & mask) == value;
    }
  }

  ValueSet {
    names = List.copyOf(names);
  }

  /**
   * The argument in names.
   *
   * @param argument the raw argument
   * @param wide whether the kernel takes all 64 bits of it
   */
  String text(long argument, boolean wide) {
    return flags ? several(wide ? argument : argument & LOW) : one(argument, wide);
  }

  private String one(long argument, boolean wide) {
    for (var named : names) {
      if (wide ? named.value() == argument : (int) named.value() == (int) argument) {
        return named.name();
      }
    }
    long value = wide ? argument : (int) argument;
    return Math.abs(value) < 1024 ? Long.toString(value) : Texts.hex(wide ? value : value & LOW);
  }

  private String several(long argument) {
    List<String> found = new ArrayList<>();
    long rest = argument;
    for (var named : names) {
      boolean whole = named.mask() == -1;
      if (whole ? argument == named.value() : named.isIn(argument) && isLeft(named, rest)) {
        found.add(named.name());
        rest &= ~named.mask();
      }
    }
    if (rest != 0 || found.isEmpty()) {
      found.add(rest == 0 ? "0" : Texts.hex(rest));
    }
    return String.join("|", found);
  }

  /** A name that is part of a longer one is not told besides it. */
  private static boolean isLeft(Named named, long rest) {
    return named.value() == 0 || (rest & named.value()) == named.value();
  }
}
