/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.seccomp.ControlDescriptor.At;
import io.sandbox4j.seccomp.ControlDescriptor.None;
import io.sandbox4j.seccomp.Decision.Branch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy laid out by call number for one interface, with the rows every filter needs.
 *
 * @param byNumber the decision of each number from 0 to the newest known
 */
record DecisionTable(List<Decision> byNumber) {

  /** For numbers that the table of calls does not have: what a kernel without them answers. */
  static final Decision UNKNOWN = Decision.always(SeccompAction.quiet(Errno.ENOSYS));

  /**
   * A process that cannot end, nor return from a signal handler, is of use to nobody; the kernel
   * makes restart_syscall on its own after a stop.
   */
  static final Set<String> INDISPENSABLE =
      Set.of("exit", "exit_group", "rt_sigreturn", "restart_syscall");

  /** What the C library tries in every program or thread, and does without. */
  private static final Set<String> TRIED_BY_ALL = Set.of("clone3", "rseq");

  DecisionTable {
    byNumber = List.copyOf(byNumber);
  }

  /**
   * Lays out {@code policy}.
   *
   * @throws IllegalArgumentException when the filter is for a launch (it has a control descriptor)
   *     and the policy lets no exec through
   */
  static DecisionTable of(SeccompPolicy policy, FilterOptions options) {
    Map<String, List<SyscallRule>> rules = new HashMap<>();
    for (var group : policy.groups()) {
      for (var rule : group.rules()) {
        rules.computeIfAbsent(rule.call(), _ -> new ArrayList<>()).add(rule);
      }
    }
    var abi = options.abi();
    List<Decision> decisions = new ArrayList<>(abi.newest() + 1);
    boolean starts = false;
    for (int number = 0; number <= abi.newest(); number++) {
      String call = abi.name(number).orElse("");
      Decision decision;
      if (call.isEmpty()) {
        decision = UNKNOWN;
      } else if (INDISPENSABLE.contains(call)) {
        decision = Decision.always(SeccompAction.allow());
      } else {
        decision = Decision.of(rules.getOrDefault(call, List.of()), policy.otherwise());
        if (options.mode() == SeccompMode.REPORT && !TRIED_BY_ALL.contains(call)) {
          decision = decision.reported();
        }
      }
      if (call.equals("execve") || call.equals("execveat")) {
        starts |= decision.isReachable();
      }
      if (call.equals("execve")) {
        starts |= decision.isHandled(); // the launch's own is let through, see TheLaunch
      }
      if (options.reporting() == Reporting.EVERYTHING
          && !call.isEmpty()
          && !INDISPENSABLE.contains(call)) {
        decision = decision.asked();
      }
      if (call.equals("sendmsg")) {
        decision =
            switch (options.control()) {
              case None _ -> decision;
              case At(int descriptor) -> decision.first(sendOver(descriptor));
            };
      }
      decisions.add(decision);
    }
    if (options.control() instanceof At && !starts) {
      throw new IllegalArgumentException(
          "policy "
              + policy.name()
              + " allows neither execve nor execveat, so no program can start under it: add a row"
              + " for one of them");
    }
    return new DecisionTable(decisions);
  }

  /** What becomes of a call by the interface's own entry. */
  SeccompAction decide(int number, long... arguments) {
    return number < 0 || number >= byNumber.size()
        ? UNKNOWN.otherwise()
        : byNumber.get(number).decide(arguments);
  }

  private static Branch sendOver(int descriptor) {
    return new Branch(List.of(ArgumentCondition.eq(0, descriptor).low32()), SeccompAction.allow());
  }
}
