/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Denial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The refused calls of one run, by number. A program may call any of 2^32 numbers: beyond {@link
 * #MOST} different ones, more than any kernel has, they are counted together. Not thread-safe.
 */
final class DeniedTally {
  /** How many numbers are told apart; arch/x86/entry/syscalls/syscall_64.tbl has some 380 rows. */
  static final int MOST = 1024;

  private final IntFunction<String> names;
  private final Map<Integer, Denial> told = new LinkedHashMap<>();
  private @Nullable Denial others;

  DeniedTally(IntFunction<String> names) {
    this.names = names;
  }

  void add(int number, List<Long> arguments) {
    Denial known = told.get(number);
    if (known != null) {
      told.put(number, oneMore(known));
    } else if (told.size() < MOST) {
      told.put(number, new Denial(names.apply(number), number, arguments, 1));
    } else {
      others =
          others == null
              ? new Denial(Denial.OTHERS, Denial.NO_NUMBER, arguments, 1)
              : oneMore(others);
    }
  }

  private static Denial oneMore(Denial denial) {
    return new Denial(denial.call(), denial.number(), denial.arguments(), denial.count() + 1);
  }

  /** In the order of their first call, those not told apart at last. */
  List<Denial> all() {
    List<Denial> all = new ArrayList<>(told.values());
    if (others != null) {
      all.add(others);
    }
    return all;
  }
}
