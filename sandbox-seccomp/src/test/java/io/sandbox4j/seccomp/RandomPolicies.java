/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Policies and arguments whose edges meet. */
final class RandomPolicies {
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    0x5412,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_fffeL,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_5412L,
    0x7fff_ffff_ffff_ffffL,
    0x8000_0000_0000_0000L,
    -2,
    -1
  };

  /** Few names, so that rows meet; sendmsg for the control descriptor. */
  private static final List<String> NAMES =
      List.of(
          "read",
          "ioctl",
          "clone",
          "socket",
          "sendmsg",
          "openat",
          "open",
          "mmap",
          "prctl",
          "execve",
          "futex",
          "statx",
          "file_setattr",
          "io_setup",
          "personality",
          "exit");

  private static final List<Long> VALUES =
      List.of(1L, 2L, 0x5412L, 0xffff_ffffL, 0x1_0000_0000L, -1L);

  private static final List<SeccompAction> ACTIONS =
      List.of(
          new SeccompAction.Allow(),
          new SeccompAction.Log(),
          SeccompAction.quiet(0),
          SeccompAction.quiet(1),
          SeccompAction.quiet(4095),
          SeccompAction.reported(1),
          SeccompAction.reported(38),
          new SeccompAction.KillProcess(false),
          new SeccompAction.KillProcess(true),
          new SeccompAction.KillThread(),
          new SeccompAction.Trap(7));

  private RandomPolicies() {}

  /** A name that policies mention. */
  static String name(Random random) {
    return any(random, NAMES);
  }

  /** A policy of few rows. */
  static SeccompPolicy small(Random random) {
    var large = policy(random);
    var rules = large.groups().getFirst().rules();
    int kept = Math.min(rules.size(), random.nextInt(25));
    return new SeccompPolicy(
        "small",
        large.otherwise(),
        List.of(new SeccompGroup("rows", "random rows", rules.subList(0, kept))));
  }

  /** Edges, and the values that the policy compares with, give or take one and a high word. */
  static long argument(SeccompPolicy policy, Random random) {
    if (random.nextInt(3) > 0 && !policy.groups().isEmpty()) {
      var rules = policy.groups().get(random.nextInt(policy.groups().size())).rules();
      if (!rules.isEmpty()) {
        var conditions = rules.get(random.nextInt(rules.size())).conditions();
        if (!conditions.isEmpty()) {
          long value =
              switch (conditions.get(random.nextInt(conditions.size())).test()) {
                case Compare(_, long than) -> than;
                case MaskedEqual(_, long wanted) -> wanted;
              };
          return switch (random.nextInt(5)) {
            case 0 -> value + 1;
            case 1 -> value - 1;
            case 2 -> value + 0x1_0000_0000L;
            case 3 -> value ^ 1L << random.nextInt(64);
            default -> value;
          };
        }
      }
    }
    return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static FilterOptions options(Random random) {
    return new FilterOptions(
        any(random, List.of(SyscallAbi.values())),
        any(random, List.of(SeccompMode.values())),
        any(random, List.of(Reporting.values())),
        random.nextBoolean() ? new ControlDescriptor.None() : new ControlDescriptor.At(256));
  }

  static SeccompPolicy policy(Random random) {
    List<SyscallRule> rules = new ArrayList<>();
    for (int i = random.nextInt(121); i > 0; i--) {
      List<ArgumentCondition> conditions = new ArrayList<>();
      for (int c = random.nextInt(4); c > 0; c--) {
        conditions.add(condition(random));
      }
      rules.add(new SyscallRule(any(random, NAMES), conditions, any(random, ACTIONS), "random"));
    }
    // A filter for a launch must let an exec through.
    rules.addFirst(SyscallRule.of("execveat", new SeccompAction.Allow(), "launch"));
    return policy(rules, any(random, ACTIONS));
  }

  /** Drops the rows that a policy refuses as contradictory. */
  private static SeccompPolicy policy(List<SyscallRule> rules, SeccompAction otherwise) {
    Map<String, Set<Set<ArgumentCondition>>> seen = new LinkedHashMap<>();
    List<SyscallRule> kept = new ArrayList<>();
    for (var rule : rules) {
      var conditions = Set.copyOf(rule.conditions());
      var earlier = seen.computeIfAbsent(rule.call(), _ -> new HashSet<>());
      if (!earlier.contains(Set.<ArgumentCondition>of()) && earlier.add(conditions)) {
        kept.add(rule);
      }
    }
    return new SeccompPolicy(
        "random", otherwise, List.of(new SeccompGroup("rows", "random rows", kept)));
  }

  private static ArgumentCondition condition(Random random) {
    return fitting(random.nextInt(6), any(random, List.of(Width.values())), test(random));
  }

  private static ArgumentCondition fitting(int argument, Width width, ArgumentTest test) {
    try {
      return new ArgumentCondition(argument, width, test);
    } catch (IllegalArgumentException _) {
      return new ArgumentCondition(argument, Width.FULL_64, test);
    }
  }

  private static ArgumentTest test(Random random) {
    long value = random.nextBoolean() ? any(random, VALUES) : random.nextLong() | 1;
    return random.nextBoolean()
        ? new Compare(any(random, List.of(Relation.values())), value)
        : new MaskedEqual(value, value & random.nextLong());
  }
}
