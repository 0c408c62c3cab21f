/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls near the edges of a policy: values of its rows, of the selectors, and any. */
final class RandomCalls {
  private static final long[] USUAL = {
    0,
    1,
    2,
    3,
    5,
    7,
    10,
    16,
    17,
    0x11,
    0x22,
    0x40,
    0x241,
    0644,
    04755,
    0x5401,
    0x5412,
    0x40000,
    0x80000,
    0x1000_0000,
    0x1_0000_0001L,
    0x3d0f00,
    -1,
    -100
  };

  private final Random random;
  private final SyscallAbi abi;
  private final List<String> all;
  private final List<String> ruled;
  private final Map<String, List<SyscallRule>> rules = new HashMap<>();

  RandomCalls(Random random, SeccompPolicy policy, SyscallAbi abi) {
    this.random = random;
    this.abi = abi;
    this.all = List.copyOf(abi.names());
    all.forEach(call -> rules.put(call, policy.rules(call)));
    this.ruled =
        all.stream()
            .filter(call -> policy.rules(call).size() > 1 || !Selector.of(call).isEmpty())
            .toList();
  }

  /** Six arguments and the number. */
  long[] next() {
    List<String> from = random.nextInt(3) == 0 ? all : ruled;
    String call = from.get(random.nextInt(from.size()));
    long[] arguments = new long[7];
    for (int i = 0; i < 6; i++) {
      arguments[i] = USUAL[random.nextInt(USUAL.length)];
    }
    for (var rule : rules.getOrDefault(call, List.of())) {
      if (random.nextInt(3) == 0) {
        for (var condition : rule.conditions()) {
          arguments[condition.argument()] =
              switch (condition.test()) {
                case ArgumentTest.Compare(_, long value) -> value;
                case ArgumentTest.MaskedEqual(long mask, long value) ->
                    value | (random.nextLong() & ~mask);
              };
        }
      }
    }
    arguments[6] = abi.number(call).orElseThrow();
    return arguments;
  }
}
