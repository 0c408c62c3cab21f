/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.Set;

/** What a filter must return, told by nothing but the policy's rows. */
final class NaiveEvaluator {
  private static final Set<String> INDISPENSABLE =
      Set.of("exit", "exit_group", "rt_sigreturn", "restart_syscall");

  private NaiveEvaluator() {}

  /** The rule of the policy's documentation, written as plainly as it can be. */
  static int value(SeccompPolicy policy, FilterOptions options, int number, long[] arguments) {
    String call = options.abi().name(number).orElse("");
    SeccompAction action =
        call.isEmpty() ? SeccompAction.quiet(38) : action(policy, call, arguments);
    boolean tried = Set.of("", "clone3", "rseq").contains(call);
    if (options.mode() == SeccompMode.REPORT
        && !tried
        && action instanceof SeccompAction.Errno(int errno, _)
        && errno != 0) {
      action = SeccompAction.reported(errno);
    }
    if (options.reporting() == Reporting.EVERYTHING
        && !call.isEmpty()
        && !INDISPENSABLE.contains(call)
        && (action instanceof SeccompAction.Allow
            || action instanceof SeccompAction.Log
            || action instanceof SeccompAction.Errno)) {
      action = SeccompAction.reported(1);
    }
    if (call.equals("sendmsg")
        && options.control() instanceof ControlDescriptor.At(int descriptor)
        && (int) arguments[0] == descriptor) {
      action = SeccompAction.allow();
    }
    if (action.isReported()) {
      if (options.reporting() != Reporting.SILENT) {
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
      case SeccompAction.Notify _ -> 0x7fc0_0000;
    };
  }

  /** What the rows say of a call that exists. */
  static SeccompAction action(SeccompPolicy policy, String call, long[] arguments) {
    if (INDISPENSABLE.contains(call)) {
      return SeccompAction.allow();
    }
    for (var rule : policy.rules(call)) {
      if (rule.conditions().stream().allMatch(condition -> holds(condition, arguments))) {
        return rule.action();
      }
    }
    return policy.otherwise();
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
}
