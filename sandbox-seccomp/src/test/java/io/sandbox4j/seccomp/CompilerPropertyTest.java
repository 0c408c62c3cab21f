/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A compiled filter answers every call as its policy reads. */
class CompilerPropertyTest {
  private static final long SEED = 20261124;
  private static final int POLICIES = 400;

  @Test
  void equals_the_policy_read_row_by_row() {
    Random random = new Random(SEED);
    for (int i = 0; i < POLICIES; i++) {
      equalsThePolicy(RandomPolicies.policy(random), RandomPolicies.options(random), random);
    }
  }

  private static void equalsThePolicy(SeccompPolicy policy, FilterOptions options, Random random) {
    var filter = FilterCompiler.compileAfresh(policy, options);
    var simulator = new BpfSimulator(filter.program());
    List<String> calls = new ArrayList<>(options.abi().names());
    List<String> named = new ArrayList<>();
    policy.groups().forEach(group -> group.rules().forEach(rule -> named.add(rule.call())));
    named.removeIf(call -> options.abi().number(call).isEmpty());
    for (int i = 0; i < 200; i++) {
      int number;
      if (!named.isEmpty() && i % 4 != 0) {
        number = options.abi().number(named.get(random.nextInt(named.size()))).orElseThrow();
      } else if (i % 8 == 0) {
        number = random.nextInt();
      } else {
        number = options.abi().number(calls.get(random.nextInt(calls.size()))).orElseThrow();
      }
      long[] arguments = new long[6];
      for (int a = 0; a < 6; a++) {
        arguments[a] = RandomPolicies.argument(policy, random);
      }
      int expected = NaiveEvaluator.value(policy, options, number, arguments);
      var data = SeccompData.of(options.abi(), number, arguments);
      assertEquals(
          KernelReturn.describe(expected),
          KernelReturn.describe(simulator.run(data).value()),
          () -> data + "\n" + policy + "\n" + filter.disassembly());
      if (expected == KernelReturn.USER_NOTIF) {
        assertTrue(filter.needsListener());
        assertTrue(filter.decide(number, arguments).isReported());
      }
    }
  }

  @Test
  void survives_its_own_bytes() {
    Random random = new Random(SEED);
    for (int i = 0; i < POLICIES / 4; i++) {
      var filter =
          FilterCompiler.compileAfresh(
              RandomPolicies.policy(random), RandomPolicies.options(random));
      assertEquals(filter.program(), BpfProgram.parse(filter.bytes()));
      assertEquals(filter.instructionCount() * 8, filter.bytes().length);
    }
  }
}
