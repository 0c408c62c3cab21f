/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.Relation;

/**
 * How a policy says that exactly one exec is possible, the launch's own: {@code allow execve(arg0
 * == THE_LAUNCH)}, every other one refused and reported. The number is an address that no path can
 * have, so that the row by itself, and read by anybody else, lets nothing through.
 */
final class TheLaunch {
  /** As constants.policy has it: the last address, which is the kernel's. */
  static final long ADDRESS = -1;

  private static final long SOME_PATH = 0x1000;

  private TheLaunch() {}

  /** Whether a row stands for the launch. */
  static boolean isMeant(SyscallRule rule) {
    return rule.call().equals("execve")
        && rule.action() instanceof SeccompAction.Allow
        && rule.conditions().stream().anyMatch(TheLaunch::isMeant);
  }

  private static boolean isMeant(ArgumentCondition condition) {
    return condition.argument() == 0
        && condition.test() instanceof Compare(Relation relation, long value)
        && relation == Relation.EQ
        && value == ADDRESS;
  }

  /** Whether the launch's own exec may be notified, so that the shim has to let it through. */
  static boolean asks(CompiledFilter filter, int execve) {
    return filter.isHandled(execve) || alone(filter, execve);
  }

  /**
   * Whether only the launch may execute something.
   *
   * @throws IllegalArgumentException when others are refused without a report: the supervisor would
   *     not hear of the launch's own either
   */
  static boolean alone(CompiledFilter filter, int execve) {
    if (!(decide(filter, execve, ADDRESS) instanceof SeccompAction.Allow)) {
      return false;
    }
    return switch (decide(filter, execve, SOME_PATH)) {
      case SeccompAction.Allow _, SeccompAction.Log _ -> false;
      case SeccompAction.Errno(int _, boolean reported) when reported -> true;
      case SeccompAction.KillProcess(boolean reported) when reported -> true;
      case SeccompAction.Notify _ -> true;
      case SeccompAction.Errno _,
          SeccompAction.KillProcess _,
          SeccompAction.KillThread _,
          SeccompAction.Trap _ ->
          throw new IllegalArgumentException(
              "policy "
                  + filter.policyName()
                  + " allows the launch's own execve alone, so it must report others: end it with"
                  + " a row like errno EPERM report execve");
    };
  }

  private static SeccompAction decide(CompiledFilter filter, int execve, long path) {
    return filter.decide(execve, path, 0, 0, 0, 0, 0);
  }
}
