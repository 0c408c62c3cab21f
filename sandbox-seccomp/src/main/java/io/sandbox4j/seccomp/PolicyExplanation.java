/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Errno;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A policy in words: for those who review it. */
public final class PolicyExplanation {
  private static final int MOST_PARTS = 10;

  private PolicyExplanation() {}

  /**
   * What a policy says, group by group, with how many calls it leaves reachable and how long its
   * filters are.
   *
   * @param policy the policy
   * @return lines, the last one with its line break
   */
  public static String of(SeccompPolicy policy) {
    var out = new StringBuilder("policy ").append(policy.name()).append('\n');
    for (var abi : SyscallAbi.values()) {
      var filter = FilterCompiler.compileAfresh(policy, FilterOptions.of(abi, SeccompMode.ENFORCE));
      out.append(
          "  %s: %d of %d calls reachable, %d instructions%n"
              .formatted(
                  abi.kernelName(),
                  policy.reachable(abi).size(),
                  abi.names().size(),
                  filter.instructionCount()));
    }
    policy
        .accepted()
        .forEach((grant, reason) ->
            out.append("  grants %s, as meant: %s%n".formatted(grant.word(), reason)));
    for (var grant : policy.dangers()) {
      if (!policy.accepted().containsKey(grant)) {
        out.append("  grants %s, and does not say that this is meant%n".formatted(grant.word()));
      }
    }
    for (var group : policy.groups()) {
      out.append("\n%s: %s%n".formatted(group.name(), group.intent()));
      for (var rule : group.rules()) {
        out.append("  ").append(row(rule)).append('\n');
      }
    }
    out.append("\nanything else: ").append(words(policy.otherwise())).append('\n');
    return out.toString();
  }

  /**
   * What a policy says of one call.
   *
   * @param policy the policy
   * @param call the kernel's name of the call
   * @return lines, the last one with its line break
   * @throws IllegalArgumentException when no architecture has such a call
   */
  public static String of(SeccompPolicy policy, String call) {
    if (!SyscallAbi.anyHas(call)) {
      throw new IllegalArgumentException(NearestName.unknownCall(call));
    }
    List<String> numbers = new ArrayList<>();
    for (var abi : SyscallAbi.values()) {
      abi.number(call).ifPresent(n -> numbers.add(n + " of " + abi.kernelName()));
    }
    var out = new StringBuilder(call).append(", number ").append(String.join(", ", numbers));
    out.append('\n');
    if (DecisionTable.INDISPENSABLE.contains(call)) {
      return out.append("  is carried out under every policy: nothing could end without it\n")
          .toString();
    }
    for (var group : policy.groups()) {
      for (var rule : group.rules()) {
        if (rule.call().equals(call)) {
          out.append("  %s, by group %s%n".formatted(row(rule), group.name()));
        }
      }
    }
    List<SyscallRule> rules = policy.rules(call);
    if (rules.isEmpty() || !rules.getLast().conditions().isEmpty()) {
      out.append("  else ").append(words(policy.otherwise())).append('\n');
    }
    return out.toString();
  }

  /**
   * In which calls two policies differ; what rows are called and why they are there does not count.
   *
   * @param one a policy
   * @param other another
   * @return a line for each difference; none when the policies say the same
   */
  public static List<String> difference(SeccompPolicy one, SeccompPolicy other) {
    Set<String> calls = new LinkedHashSet<>();
    for (var abi : SyscallAbi.values()) {
      calls.addAll(abi.names());
    }
    List<String> lines = new ArrayList<>();
    for (String call : calls) {
      Decision before = decision(one, call);
      Decision after = decision(other, call);
      if (!before.equals(after)) {
        lines.add("%s: %s -> %s".formatted(call, words(before), words(after)));
      }
    }
    for (var grant : DangerousGrant.values()) {
      boolean before = one.accepted().containsKey(grant);
      boolean after = other.accepted().containsKey(grant);
      if (before != after) {
        lines.add("%s: %s".formatted(grant.word(), after ? "now meant" : "no longer meant"));
      }
    }
    return lines;
  }

  /** What is said of a call, without rows that change nothing. */
  private static Decision decision(SeccompPolicy policy, String call) {
    if (DecisionTable.INDISPENSABLE.contains(call)) {
      return Decision.always(SeccompAction.allow());
    }
    var decision = Decision.of(policy.rules(call), policy.otherwise());
    List<Decision.Branch> branches = new ArrayList<>(decision.branches());
    while (!branches.isEmpty() && branches.getLast().action().equals(decision.otherwise())) {
      branches.removeLast();
    }
    return new Decision(List.copyOf(branches), decision.otherwise());
  }

  private static String words(Decision decision) {
    List<String> parts = new ArrayList<>();
    for (var branch : decision.branches()) {
      if (parts.size() == MOST_PARTS) {
        parts.add("... (%d rows)".formatted(decision.branches().size()));
        break;
      }
      parts.add(PolicyPrinter.action(branch.action()) + " if " + conditions(branch.conditions()));
    }
    parts.add(PolicyPrinter.action(decision.otherwise()));
    return String.join(", else ", parts);
  }

  private static String row(SyscallRule rule) {
    String when = rule.conditions().isEmpty() ? "" : " if " + conditions(rule.conditions());
    return "%s%s: %s -- %s".formatted(rule.call(), when, words(rule.action()), rule.reason());
  }

  private static String conditions(List<ArgumentCondition> conditions) {
    return String.join(" and ", conditions.stream().map(ArgumentCondition::toString).toList());
  }

  private static String words(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Allow _ -> "carried out";
      case SeccompAction.Log _ -> "carried out and logged by the kernel";
      case SeccompAction.Errno(int errno, boolean reported) ->
          (errno == 0 ? "not carried out, looks successful" : "refused with " + Errno.name(errno))
              + (reported ? " and reported" : "");
      case SeccompAction.KillProcess(boolean reported) ->
          reported ? "ends the run as a violation" : "kills the process";
      case SeccompAction.KillThread _ -> "kills the thread";
      case SeccompAction.Trap(int data) -> "SIGSYS with " + data;
      case SeccompAction.Notify(String name, _, boolean mayContinue) ->
          "answered by the handler "
              + name
              + (mayContinue ? ", which may have it carried out" : "");
    };
  }
}
