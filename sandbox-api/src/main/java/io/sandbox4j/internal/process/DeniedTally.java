/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Denial;
import io.sandbox4j.internal.linux.SeccompListener.Notification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The refused calls of one run, by number and arguments in words. A program may make any of 2^32
 * calls with any arguments: what is beyond the bounds is counted together, and no call hides
 * another of a different number. Not thread-safe.
 */
final class DeniedTally {
  /** How many numbers are told apart; arch/x86/entry/syscalls/syscall_64.tbl has some 380 rows. */
  static final int MOST = 1024;

  /** How many arguments of one number are told apart. */
  static final int MOST_OF_ONE = 16;

  private record Key(int number, List<String> decoded) {}

  private final CallReport report;
  private final Map<Key, Denial> told = new LinkedHashMap<>();
  private final Map<Key, Integer> arguments = new HashMap<>(); // of a call, with no arguments
  private @Nullable Denial others;

  DeniedTally(CallReport report) {
    this.report = report;
  }

  /**
   * Counts a call whose caller waits.
   *
   * @param always whether it is told apart in any case
   */
  void add(Notification call, boolean always) {
    List<String> decoded = report.arguments(call);
    if (isCounted(key(call, decoded))) {
      return;
    }
    Key any = key(call, List.of());
    int before = arguments.getOrDefault(any, 0);
    if (always || isRoomFor(before)) {
      arguments.put(any, before + 1);
      told.put(key(call, decoded), entry(report.name(call), call.number(), call, decoded));
    } else if (before == 0) {
      others =
          others == null
              ? entry(Denial.OTHERS, Denial.NO_NUMBER, call, Denial.FURTHER)
              : oneMore(others);
    } else if (!isCounted(key(call, Denial.FURTHER))) {
      told.put(
          key(call, Denial.FURTHER), entry(report.name(call), call.number(), call, Denial.FURTHER));
    }
  }

  private static Key key(Notification call, List<String> decoded) {
    return new Key(call.number(), decoded);
  }

  /** For one more of a call that is there with so many arguments. */
  private boolean isRoomFor(int before) {
    return before == 0 ? arguments.size() < MOST : before < MOST_OF_ONE && told.size() < MOST;
  }

  private boolean isCounted(Key key) {
    return told.computeIfPresent(key, (_, denial) -> oneMore(denial)) != null;
  }

  private Denial entry(String name, int number, Notification call, List<String> decoded) {
    List<Long> raw = Arrays.stream(call.arguments()).boxed().toList();
    return new Denial(name, number, raw, decoded, 1, report.location(call));
  }

  private static Denial oneMore(Denial d) {
    return new Denial(
        d.call(), d.number(), d.arguments(), d.decoded(), d.count() + 1, d.location());
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
