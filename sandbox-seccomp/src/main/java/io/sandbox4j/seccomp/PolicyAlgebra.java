/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts two policies together, call by call and for all arguments.
 *
 * <p>Two actions are ordered as the kernel orders the answers of two filters ({@code
 * kernel/seccomp.c:seccomp_run_filters()}): killing the process, killing the thread, a trap, an
 * errno, a notification, logging, allowing. The intersection takes the first of them, as if both
 * filters were installed; the union takes the last. Of two of the same rank, the first policy's is
 * taken. Of two notifications a reported refusal comes before a handler, which may grant something;
 * two different handlers for one call contradict each other.
 */
final class PolicyAlgebra {
  /** A combined decision has as many rows as the two it is made of have pairs. */
  private static final int MOST_ROWS = 4096;

  private final SeccompPolicy one;
  private final SeccompPolicy other;
  private final boolean widest;

  private PolicyAlgebra(SeccompPolicy one, SeccompPolicy other, boolean widest) {
    this.one = one;
    this.other = other;
    this.widest = widest;
  }

  static SeccompPolicy union(SeccompPolicy one, SeccompPolicy other) {
    return new PolicyAlgebra(one, other, true).combined(one.name() + "-or-" + other.name());
  }

  static SeccompPolicy intersection(SeccompPolicy one, SeccompPolicy other) {
    return new PolicyAlgebra(one, other, false).combined(one.name() + "-and-" + other.name());
  }

  private SeccompPolicy combined(String name) {
    Map<String, SeccompGroup> groupOf = new HashMap<>();
    Set<String> calls = new LinkedHashSet<>();
    for (var policy : List.of(one, other)) {
      for (var group : policy.groups()) {
        for (var rule : group.rules()) {
          groupOf.putIfAbsent(rule.call(), group);
          calls.add(rule.call());
        }
      }
    }
    Map<String, String> intents = new LinkedHashMap<>();
    Map<String, List<SyscallRule>> rows = new LinkedHashMap<>();
    for (String call : calls) {
      var group = groupOf.getOrDefault(call, new SeccompGroup(name, "", List.of()));
      intents.putIfAbsent(group.name(), group.intent());
      rows.computeIfAbsent(group.name(), _ -> new ArrayList<>()).addAll(rows(call));
    }
    List<SeccompGroup> groups = new ArrayList<>();
    rows.forEach((group, rules) ->
        groups.add(new SeccompGroup(group, intents.getOrDefault(group, ""), rules)));
    Map<DangerousGrant, String> accepted = new HashMap<>(other.accepted());
    accepted.putAll(one.accepted());
    if (!widest) {
      accepted.keySet().retainAll(one.accepted().keySet());
      accepted.keySet().retainAll(other.accepted().keySet());
    }
    return new SeccompPolicy(name, pick(one.otherwise(), other.otherwise()), groups, accepted);
  }

  /** The first of one's rows that applies meets the first of the other's that does. */
  private List<SyscallRule> rows(String call) {
    List<SyscallRule> mine = withLast(one, call);
    List<SyscallRule> theirs = withLast(other, call);
    if ((long) mine.size() * theirs.size() > MOST_ROWS) {
      throw new IllegalArgumentException(
          "%s has %d rows in policy %s and %d in %s: more than %d pairs"
              .formatted(call, mine.size(), one.name(), theirs.size(), other.name(), MOST_ROWS));
    }
    List<SyscallRule> rows = new ArrayList<>();
    Set<Set<ArgumentCondition>> seen = new HashSet<>();
    for (var a : mine) {
      for (var b : theirs) {
        Set<ArgumentCondition> both = new LinkedHashSet<>(a.conditions());
        both.addAll(b.conditions());
        if (WordTests.arePossible(both) && seen.add(both)) {
          var action = pick(a.action(), b.action());
          String reason = action.equals(a.action()) ? a.reason() : b.reason();
          rows.add(new SyscallRule(call, List.copyOf(both), action, reason));
        }
      }
    }
    return withoutUseless(rows);
  }

  private static List<SyscallRule> withLast(SeccompPolicy policy, String call) {
    List<SyscallRule> rules = new ArrayList<>(policy.rules(call));
    if (rules.isEmpty() || !rules.getLast().conditions().isEmpty()) {
      rules.add(
          SyscallRule.of(call, policy.otherwise(), "what " + policy.name() + " says of others"));
    }
    return rules;
  }

  /** Rows right before the last one that say what it says. */
  private static List<SyscallRule> withoutUseless(List<SyscallRule> rows) {
    List<SyscallRule> kept = new ArrayList<>(rows);
    int last = kept.size() - 1;
    while (last > 0 && kept.get(last - 1).action().equals(kept.get(last).action())) {
      kept.remove(last - 1);
      last--;
    }
    return kept;
  }

  private SeccompAction pick(SeccompAction a, SeccompAction b) {
    if (a instanceof SeccompAction.Notify one
        && b instanceof SeccompAction.Notify two
        && !(one.name().equals(two.name()) && one.handler().equals(two.handler()))) {
      throw new IllegalArgumentException(
          "a call has the handler %s in policy %s and the handler %s in %s: only one can answer"
              .formatted(one.name(), this.one.name(), two.name(), other.name()));
    }
    int order = Integer.compare(rank(a), rank(b));
    boolean first = widest ? order >= 0 : order <= 0;
    return first ? a : b;
  }

  /** The lower, the less is granted; a reported action is a notification to the kernel. */
  private static int rank(SeccompAction action) {
    return switch (action) {
      case SeccompAction.KillProcess(boolean reported) -> reported ? 1 : 0;
      case SeccompAction.KillThread _ -> 2;
      case SeccompAction.Trap _ -> 3;
      case SeccompAction.Errno(_, boolean reported) -> reported ? 5 : 4;
      case SeccompAction.Notify(_, _, boolean mayContinue) -> mayContinue ? 7 : 6;
      case SeccompAction.Log _ -> 8;
      case SeccompAction.Allow _ -> 9;
    };
  }
}
