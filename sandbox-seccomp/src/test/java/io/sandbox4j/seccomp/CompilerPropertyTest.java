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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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

  @Property(tries = 400, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void equals_the_policy_read_row_by_row(
      @ForAll("policies") SeccompPolicy policy,
      @ForAll("options") FilterOptions options,
      @ForAll Random random) {
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

  @Property(tries = 100, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void survives_its_own_bytes(
      @ForAll("policies") SeccompPolicy policy, @ForAll("options") FilterOptions options) {
    var filter = FilterCompiler.compileAfresh(policy, options);
    assertEquals(filter.program(), BpfProgram.parse(filter.bytes()));
    assertEquals(filter.instructionCount() * 8, filter.bytes().length);
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

  @Provide
  Arbitrary<FilterOptions> options() {
    return Combinators.combine(
            Arbitraries.of(SyscallAbi.values()),
            Arbitraries.of(SeccompMode.values()),
            Arbitraries.of(Reporting.values()))
        .as((abi, mode, reporting) ->
            new FilterOptions(abi, mode, reporting, new ControlDescriptor.None()));
  }

  @Provide
  Arbitrary<SeccompPolicy> policies() {
    var rules = rule().list().ofMaxSize(120);
    return Combinators.combine(rules, action()).as(CompilerPropertyTest::policy);
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

  private static Arbitrary<SyscallRule> rule() {
    // Few names, so that rows meet; sendmsg for the control descriptor.
    var names =
        Arbitraries.of(
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
    return Combinators.combine(names, condition().list().ofMaxSize(3), action())
        .as((call, conditions, action) -> new SyscallRule(call, conditions, action, "random"));
  }

  private static Arbitrary<ArgumentCondition> condition() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5), Arbitraries.of(Width.values()), test())
        .as(CompilerPropertyTest::fitting);
  }

  private static ArgumentCondition fitting(int argument, Width width, ArgumentTest test) {
    try {
      return new ArgumentCondition(argument, width, test);
    } catch (IllegalArgumentException _) {
      return new ArgumentCondition(argument, Width.FULL_64, test);
    }
  }

  private static Arbitrary<ArgumentTest> test() {
    var values =
        Arbitraries.oneOf(
            Arbitraries.longs().filter(value -> value != 0),
            Arbitraries.of(1L, 2L, 0x5412L, 0xffff_ffffL, 0x1_0000_0000L, -1L));
    Arbitrary<ArgumentTest> compare =
        Combinators.combine(Arbitraries.of(Relation.values()), values).as(Compare::new);
    Arbitrary<ArgumentTest> masked =
        Combinators.combine(values, Arbitraries.longs())
            .as((mask, value) -> new MaskedEqual(mask, value & mask));
    return Arbitraries.oneOf(compare, masked);
  }

  private static Arbitrary<SeccompAction> action() {
    return Arbitraries.of(
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
  }
}
