/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls that serve one intent: what policy files write as {@code @NAME}. Those that come with the
 * library are in {@code sets.policy}, each with its members and what they are for; together they
 * hold every call of both architectures once.
 *
 * @param name a short name, as "file-read"
 * @param intent what a program does by these calls
 * @param uses the calls, some of them for certain arguments only
 */
public record SyscallSet(String name, String intent, List<Use> uses) {

  /**
   * A call, or its use with certain arguments.
   *
   * @param call the kernel's name of the call
   * @param conditions all must hold; empty for every use
   */
  public record Use(String call, List<ArgumentCondition> conditions) {
    /** Checks that the call exists. */
    public Use {
      conditions = List.copyOf(conditions);
      if (!SyscallAbi.anyHas(call)) {
        throw new IllegalArgumentException(NearestName.unknownCall(call));
      }
    }
  }

  /** Checks that the set has a name and members. */
  public SyscallSet {
    PolicyText.checkName("set", name);
    intent = PolicyText.oneLine("intent of the set " + name, intent);
    uses = List.copyOf(uses);
    if (uses.isEmpty()) {
      throw new IllegalArgumentException("the set " + name + " has no calls");
    }
  }

  /**
   * {@return a set that comes with the library}
   *
   * @param name the set's name
   * @throws IllegalArgumentException when there is none of that name
   */
  public static SyscallSet named(String name) {
    Map<String, SyscallSet> sets = BuiltInPolicies.sets();
    var set = sets.get(name);
    if (set == null) {
      throw new IllegalArgumentException(
          "no set of calls is named \""
              + name
              + "\""
              + NearestName.suggestion(name, sets.keySet().stream()));
    }
    return set;
  }

  /** {@return all sets that come with the library, in the order of their file} */
  public static List<SyscallSet> all() {
    return List.copyOf(BuiltInPolicies.sets().values());
  }

  /**
   * {@return a row for each of the calls}
   *
   * @param action what becomes of them
   * @param reason who needs them, or which hole the rows shut
   */
  public List<SyscallRule> rules(SeccompAction action, String reason) {
    List<SyscallRule> rules = new ArrayList<>(uses.size());
    for (var use : uses) {
      rules.add(new SyscallRule(use.call(), use.conditions(), action, reason));
    }
    return rules;
  }
}
