/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a policy says of one call: tried from first to last, else {@code otherwise}.
 *
 * @param branches the rows with conditions
 * @param otherwise what holds when no branch applies
 */
record Decision(List<Branch> branches, SeccompAction otherwise) {

  /** Conditions that must all hold, and what follows. */
  record Branch(List<ArgumentCondition> conditions, SeccompAction action) {
    /** Without a stream: a caller waits for the answer. */
    private boolean holds(long... arguments) {
      for (var condition : conditions) {
        if (!condition.holds(arguments)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One answer, whatever the arguments. */
  static Decision always(SeccompAction action) {
    return new Decision(List.of(), action);
  }

  /** What the rows of one call say, in order. */
  static Decision of(List<SyscallRule> rules, SeccompAction otherwise) {
    List<Branch> branches = new ArrayList<>(rules.size());
    SeccompAction last = otherwise;
    for (var rule : rules) {
      if (rule.conditions().isEmpty()) {
        last = rule.action(); // the policy's checks let no row follow this one
      } else {
        branches.add(new Branch(rule.conditions(), rule.action()));
      }
    }
    return new Decision(List.copyOf(branches), last);
  }

  /** The same with every refusal by an errno reported; one that looks like success cannot be. */
  Decision reported() {
    return new Decision(
        branches.stream().map(b -> new Branch(b.conditions(), reported(b.action()))).toList(),
        reported(otherwise));
  }

  private static SeccompAction reported(SeccompAction action) {
    return action instanceof SeccompAction.Errno(int errno, boolean reported)
            && !reported
            && errno != 0
        ? SeccompAction.reported(errno)
        : action;
  }

  /** The same with everything notified that does not end a thread or process. */
  Decision asked() {
    SeccompAction last = asked(otherwise);
    return branches.stream().allMatch(b -> asked(b.action()).equals(last))
        ? always(last)
        : new Decision(
            branches.stream().map(b -> new Branch(b.conditions(), asked(b.action()))).toList(),
            last);
  }

  private static SeccompAction asked(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Allow _, SeccompAction.Log _, SeccompAction.Errno _ ->
          SeccompAction.reported(io.sandbox4j.internal.linux.Errno.EPERM);
      case SeccompAction.KillProcess _,
          SeccompAction.KillThread _,
          SeccompAction.Trap _,
          SeccompAction.Notify _ ->
          action;
    };
  }

  /** The same with a branch tried before all others. */
  Decision first(Branch branch) {
    List<Branch> all = new ArrayList<>(branches.size() + 1);
    all.add(branch);
    all.addAll(branches);
    return new Decision(List.copyOf(all), otherwise);
  }

  /** What becomes of a call with these six arguments. */
  SeccompAction decide(long... arguments) {
    for (var branch : branches) {
      if (branch.holds(arguments)) {
        return branch.action();
      }
    }
    return otherwise;
  }

  /** All that may become of the call. */
  Stream<SeccompAction> actions() {
    return Stream.concat(branches.stream().map(Branch::action), Stream.of(otherwise));
  }

  /** Whether a handler answers with some arguments. */
  boolean isHandled() {
    return actions().anyMatch(SeccompAction.Notify.class::isInstance);
  }

  /** Whether some arguments may get the call carried out. */
  boolean isReachable() {
    return otherwise.isCarriedOut()
        || branches.stream().anyMatch(branch -> branch.action().isCarriedOut());
  }
}
