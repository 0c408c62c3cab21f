/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;

/** A compiled filter answers every call as its policy reads. */
class CompilerPropertyTest {
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

  private static final long SEED = 20261124;
  private static final int POLICIES = 400;

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

  @Test
  void equals_the_policy_read_row_by_row() {
    Random random = new Random(SEED);
    for (int i = 0; i < POLICIES; i++) {
      equalsThePolicy(policy(random), options(random), random);
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
        arguments[a] = argument(policy, random);
      }
      int expected = naive(policy, options, number, arguments);
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
      var filter = FilterCompiler.compileAfresh(policy(random), options(random));
      assertEquals(filter.program(), BpfProgram.parse(filter.bytes()));
      assertEquals(filter.instructionCount() * 8, filter.bytes().length);
    }
  }

  /** The rule of the policy's documentation, written as plainly as it can be. */
  private static int naive(
      SeccompPolicy policy, FilterOptions options, int number, long[] arguments) {
    String call = options.abi().name(number).orElse("");
    SeccompAction action = policy.otherwise();
    if (call.isEmpty()) {
      action = SeccompAction.quiet(38);
    } else if (Set.of("exit", "exit_group", "rt_sigreturn", "restart_syscall").contains(call)) {
      action = SeccompAction.allow();
    } else {
      for (var rule : policy.rules(call)) {
        if (rule.conditions().stream().allMatch(c -> holds(c, arguments))) {
          action = rule.action();
          break;
        }
      }
    }
    if (call.equals("sendmsg")
        && options.control() instanceof ControlDescriptor.At(int descriptor)
        && (int) arguments[0] == descriptor) {
      action = SeccompAction.allow();
    }
    if (action.isReported()) {
      if (options.reporting() == Reporting.NOTIFY) {
        return 0x7fc0_0000;
      }
      if (options.mode() == SeccompMode.KILL) {
        return 0x8000_0000;
      }
    }
    return switch (action) {
      case SeccompAction.Allow _ -> 0x7fff_0000;
      case SeccompAction.Log _ -> 0x7ffc_0000;
      case SeccompAction.Errno(int errno, _) -> 0x0005_0000 | errno;
      case SeccompAction.Trap(int data) -> 0x0003_0000 | data;
      case SeccompAction.KillThread _ -> 0;
      case SeccompAction.KillProcess _ -> 0x8000_0000;
    };
  }

  private static boolean holds(ArgumentCondition condition, long[] arguments) {
    long value = arguments[condition.argument()];
    if (condition.width() == Width.LOW_32) {
      value = Integer.toUnsignedLong((int) value);
    }
    return switch (condition.test()) {
      case MaskedEqual(long mask, long wanted) -> (value & mask) == wanted;
      case Compare(Relation relation, long than) ->
          switch (relation) {
            case EQ -> value == than;
            case NE -> value != than;
            case LT -> value + Long.MIN_VALUE < than + Long.MIN_VALUE;
            case LE -> value + Long.MIN_VALUE <= than + Long.MIN_VALUE;
            case GT -> value + Long.MIN_VALUE > than + Long.MIN_VALUE;
            case GE -> value + Long.MIN_VALUE >= than + Long.MIN_VALUE;
          };
    };
  }

  /** Edges, and the values that the policy compares with, give or take one and a high word. */
  private static long argument(SeccompPolicy policy, Random random) {
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

  private static FilterOptions options(Random random) {
    return new FilterOptions(
        any(random, List.of(SyscallAbi.values())),
        any(random, List.of(SeccompMode.values())),
        any(random, List.of(Reporting.values())),
        random.nextBoolean() ? new ControlDescriptor.None() : new ControlDescriptor.At(256));
  }

  private static SeccompPolicy policy(Random random) {
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
