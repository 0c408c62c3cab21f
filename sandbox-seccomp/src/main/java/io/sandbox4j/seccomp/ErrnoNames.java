/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Error numbers by name. */
final class ErrnoNames {
  /** The highest errno of asm-generic/errno.h: EHWPOISON. */
  private static final int LAST = 133;

  private static final Map<String, Integer> NUMBERS = numbers();

  private ErrnoNames() {}

  static OptionalInt number(String name) {
    Integer number = NUMBERS.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 1; number <= LAST; number++) {
      numbers.put(Errno.name(number), number);
    }
    return Map.copyOf(numbers);
  }
}
