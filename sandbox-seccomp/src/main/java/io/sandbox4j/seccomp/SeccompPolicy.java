/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program may ask of the kernel: an immutable value, equal by content.
 *
 * <p>The rows of all groups are read in order; the first row for the call whose conditions all hold
 * decides, and {@code otherwise} when none does. Calls that the architecture does not have are
 * answered ENOSYS, whatever the policy says: programs take that for an old kernel and fall back.
 *
 * @param name how reports call the policy
 * @param otherwise what becomes of a known call that no row decides
 * @param groups the rows, by intent
 */
public record SeccompPolicy(String name, SeccompAction otherwise, List<SeccompGroup> groups) {

  /**
   * Checks the rows against each other.
   *
   * @throws IllegalArgumentException when two groups have one name, when a row can never apply
   *     because an earlier one takes every such call, or when two rows have the same conditions
   */
  public SeccompPolicy {
    groups = List.copyOf(groups);
    Map<String, String> decided = new HashMap<>();
    Set<String> names = new HashSet<>();
    Map<String, Set<Set<ArgumentCondition>>> seen = new HashMap<>();
    for (var group : groups) {
      if (!names.add(group.name())) {
        throw new IllegalArgumentException(
            "policy " + name + " has two groups named " + group.name());
      }
      for (var rule : group.rules()) {
        String earlier = decided.get(rule.call());
        if (earlier != null) {
          throw new IllegalArgumentException(
              "policy %s: the row for %s in group %s never applies, group %s decides every %s"
                  .formatted(name, rule.call(), group.name(), earlier, rule.call()));
        }
        var conditions = Set.copyOf(rule.conditions());
        if (!seen.computeIfAbsent(rule.call(), _ -> new HashSet<>()).add(conditions)) {
          throw new IllegalArgumentException(
              "policy %s has two rows for %s with the same conditions %s"
                  .formatted(name, rule.call(), rule.conditions()));
        }
        if (conditions.isEmpty()) {
          decided.put(rule.call(), group.name());
        }
      }
    }
  }

  /**
   * {@return a policy that comes with the library}
   *
   * @param name the policy's name
   * @throws IllegalArgumentException when there is none of that name; the message lists them
   */
  public static SeccompPolicy named(String name) {
    return BuiltInPolicies.named(name);
  }

  /**
   * The names that {@link #named} knows.
   *
   * @return the names
   */
  public static List<String> names() {
    return BuiltInPolicies.NAMES;
  }

  /**
   * {@return a policy without rows}
   *
   * @param name the policy's name
   * @param otherwise what becomes of a known call that no row decides
   */
  public static Builder builder(String name, SeccompAction otherwise) {
    return new Builder(name, otherwise, List.of());
  }

  /** {@return a builder that holds this policy's rows} */
  public Builder toBuilder() {
    return new Builder(name, otherwise, groups);
  }

  /**
   * {@return the rows for one call, in the order in which they are tried}
   *
   * @param call the kernel's name of the call
   */
  public List<SyscallRule> rules(String call) {
    return groups.stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.call().equals(call))
        .toList();
  }

  /**
   * The calls of {@code abi} that some arguments get through, ordered by number.
   *
   * @param abi the interface
   * @return the names of the calls
   */
  public Set<String> reachable(SyscallAbi abi) {
    Map<String, Boolean> open = new HashMap<>();
    Set<String> decided = new HashSet<>();
    for (var group : groups) {
      for (var rule : group.rules()) {
        open.merge(rule.call(), rule.action().isCarriedOut(), Boolean::logicalOr);
        if (rule.conditions().isEmpty()) {
          decided.add(rule.call());
        }
      }
    }
    Set<String> reachable = new LinkedHashSet<>();
    for (String call : abi.names()) {
      boolean fallsThrough = !decided.contains(call) && otherwise.isCarriedOut();
      if (open.getOrDefault(call, false) || fallsThrough) {
        reachable.add(call);
      }
    }
    return reachable;
  }

  /** Builds a policy; order-free but for the rows themselves, whose order counts. */
  public static final class Builder {
    private String name;
    private SeccompAction otherwise;
    private final List<SeccompGroup> groups;

    private Builder(String name, SeccompAction otherwise, List<SeccompGroup> groups) {
      this.name = name;
      this.otherwise = otherwise;
      this.groups = new ArrayList<>(groups);
    }

    /**
     * Gives the policy another name.
     *
     * @param name the policy's name
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * What becomes of a known call that no row decides.
     *
     * @param otherwise what becomes of a known call that no row decides
     * @return this builder
     */
    public Builder otherwise(SeccompAction otherwise) {
      this.otherwise = otherwise;
      return this;
    }

    /**
     * Adds a group after the others.
     *
     * @param group the group
     * @return this builder
     */
    public Builder group(SeccompGroup group) {
      groups.add(group);
      return this;
    }

    /**
     * Adds a group after the others.
     *
     * @param name the group's name
     * @param intent what the group is for
     * @param rules its rows, in order
     * @return this builder
     */
    public Builder group(String name, String intent, SyscallRule... rules) {
      return group(new SeccompGroup(name, intent, List.of(rules)));
    }

    /**
     * Puts a group before the others and takes every row out of them whose call it names: for these
     * calls the new group alone decides.
     *
     * @param group the group
     * @return this builder
     */
    public Builder override(SeccompGroup group) {
      Set<String> calls = new HashSet<>();
      group.rules().forEach(rule -> calls.add(rule.call()));
      groups.replaceAll(other ->
          new SeccompGroup(
              other.name(),
              other.intent(),
              other.rules().stream().filter(rule -> !calls.contains(rule.call())).toList()));
      groups.addFirst(group);
      return this;
    }

    /**
     * {@return the policy}
     *
     * @throws IllegalArgumentException when the rows contradict each other
     */
    public SeccompPolicy build() {
      return new SeccompPolicy(name, otherwise, groups);
    }
  }
}
