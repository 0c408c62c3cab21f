/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
 * @param accepted dangerous grants that are meant, and why; a policy that grants others is refused
 *     where a sandbox is built
 */
public record SeccompPolicy(
    String name,
    SeccompAction otherwise,
    List<SeccompGroup> groups,
    Map<DangerousGrant, String> accepted) {

  /**
   * A policy that means no dangerous grant.
   *
   * @param name how reports call the policy
   * @param otherwise what becomes of a known call that no row decides
   * @param groups the rows, by intent
   * @throws IllegalArgumentException as the canonical constructor
   */
  public SeccompPolicy(String name, SeccompAction otherwise, List<SeccompGroup> groups) {
    this(name, otherwise, groups, Map.of());
  }

  /**
   * Checks the rows against each other.
   *
   * @throws IllegalArgumentException when two groups have one name, when a row can never apply
   *     because an earlier one takes every such call, when two rows have the same conditions, when
   *     two handlers have one name, or when a handler is for a call that every policy carries out
   */
  public SeccompPolicy {
    PolicyText.checkName("policy", name);
    groups = List.copyOf(groups);
    Map<DangerousGrant, String> meant = new TreeMap<>();
    accepted.forEach((grant, why) -> meant.put(grant, PolicyText.oneLine("reason", why)));
    if (meant.containsValue("")) {
      throw new IllegalArgumentException("a dangerous grant of policy " + name + " has no reason");
    }
    accepted = Collections.unmodifiableMap(meant);
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
        if (rule.action() instanceof SeccompAction.Notify(String handler, _, _)
            && DecisionTable.INDISPENSABLE.contains(rule.call())) {
          throw new IllegalArgumentException(
              "policy %s: the handler %s would never see %s, which every policy carries out"
                  .formatted(name, handler, rule.call()));
        }
      }
    }
    checkHandlers(name, actions(otherwise, groups));
  }

  private static void checkHandlers(String name, Stream<SeccompAction> actions) {
    Map<String, SyscallHandler> handlers = new HashMap<>();
    actions.forEach(action -> {
      if (action instanceof SeccompAction.Notify(String called, SyscallHandler handler, _)
          && !handlers.computeIfAbsent(called, _ -> handler).equals(handler)) {
        throw new IllegalArgumentException("policy " + name + " has two handlers named " + called);
      }
    });
  }

  private static Stream<SeccompAction> actions(SeccompAction otherwise, List<SeccompGroup> groups) {
    return Stream.concat(
        Stream.of(otherwise),
        groups.stream().flatMap(group -> group.rules().stream()).map(SyscallRule::action));
  }

  /** Every action of some row, and what holds otherwise. */
  Stream<SeccompAction> actions() {
    return actions(otherwise, groups);
  }

  /** Whether some call is answered by a handler. */
  boolean hasHandlers() {
    return actions().anyMatch(SeccompAction.Notify.class::isInstance);
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
   * Reads a policy file; what it includes by a name with a slash or a dot is a file beside it, else
   * a policy that comes with the library. The policy's name is the file's without its ending.
   *
   * @param file the file
   * @return the policy
   * @throws PolicySyntaxException naming file, line, column and what is wrong
   * @throws IllegalArgumentException when the rows contradict each other
   * @throws UncheckedIOException when a file cannot be read
   */
  public static SeccompPolicy read(Path file) {
    return read(file, Map.of());
  }

  /**
   * Reads a policy file whose rows say {@code notify NAME}.
   *
   * @param file the file
   * @param handlers the handlers by the names that it calls them
   * @return the policy
   * @throws PolicySyntaxException naming file, line, column and what is wrong, such as a name that
   *     has no handler
   * @throws IllegalArgumentException when the rows contradict each other
   * @throws UncheckedIOException when a file cannot be read
   */
  public static SeccompPolicy read(Path file, Map<String, SyscallHandler> handlers) {
    return PolicyFiles.read(file, handlers);
  }

  /**
   * Reads the text of a policy file that includes nothing but what comes with the library.
   *
   * @param name the policy's name
   * @param text the text
   * @return the policy
   * @throws PolicySyntaxException naming line, column and what is wrong
   * @throws IllegalArgumentException when the rows contradict each other
   */
  public static SeccompPolicy parse(String name, String text) {
    return parse(name, text, Map.of());
  }

  /**
   * Reads the text of a policy file whose rows say {@code notify NAME}.
   *
   * @param name the policy's name
   * @param text the text
   * @param handlers the handlers by the names that the text calls them
   * @return the policy
   * @throws PolicySyntaxException naming line, column and what is wrong, such as a name that has no
   *     handler
   * @throws IllegalArgumentException when the rows contradict each other
   */
  public static SeccompPolicy parse(
      String name, String text, Map<String, SyscallHandler> handlers) {
    return PolicyFiles.parse(name, text, handlers);
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
    return new Builder(name, otherwise, List.of(), Map.of());
  }

  /** {@return a builder that holds this policy's rows} */
  public Builder toBuilder() {
    return new Builder(name, otherwise, groups, accepted);
  }

  /**
   * The policy as the text of a file. Read again, with the same handlers by their names, it is
   * equal.
   *
   * @return the text
   */
  public String toText() {
    return PolicyPrinter.print(this);
  }

  /**
   * What either policy carries out is carried out; where both refuse, the milder refusal holds. A
   * dangerous grant that either means is meant.
   *
   * @param other the other policy
   * @return the policy, named after both
   * @throws IllegalArgumentException when a call has too many rows in both, or two handlers
   * @implNote The order of actions, mildest last, is the kernel's for several filters: kill the
   *     process, kill the thread, trap, errno, errno reported, notify, log, allow; of two equally
   *     mild ones this policy's holds.
   */
  public SeccompPolicy union(SeccompPolicy other) {
    return PolicyAlgebra.union(this, other);
  }

  /**
   * What both policies carry out is carried out; else the harder refusal holds, as if both filters
   * were installed. A dangerous grant that both mean is meant.
   *
   * @param other the other policy
   * @return the policy, named after both
   * @throws IllegalArgumentException when a call has too many rows in both, or two handlers
   */
  public SeccompPolicy intersection(SeccompPolicy other) {
    return PolicyAlgebra.intersection(this, other);
  }

  /**
   * What the policy grants that is dangerous, whether it is meant or not.
   *
   * @return the grants
   */
  public Set<DangerousGrant> dangers() {
    return DangerousCalls.in(this);
  }

  /**
   * Whether a program may have pages that the kernel asks itself for: by userfaultfd, or in a file
   * system that it has mounted. Who looks at such a page waits as long as the program likes.
   */
  boolean mayStallThoseWhoLook() {
    Set<DangerousGrant> granted = dangers();
    return granted.contains(DangerousGrant.FAULT_HANDLING)
        || granted.contains(DangerousGrant.MOUNTS);
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
   * The calls of {@code abi} that some arguments get through, ordered by number. Those that every
   * filter lets through (exit, exit_group, rt_sigreturn, restart_syscall) count where the policy
   * says so itself.
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
    private final Map<DangerousGrant, String> accepted;

    private Builder(
        String name,
        SeccompAction otherwise,
        List<SeccompGroup> groups,
        Map<DangerousGrant, String> accepted) {
      this.name = name;
      this.otherwise = otherwise;
      this.groups = new ArrayList<>(groups);
      this.accepted = new TreeMap<>(accepted);
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
     * Adds a group that allows calls by intent; it has the set's name.
     *
     * @param set the calls
     * @param reason who needs them
     * @return this builder
     */
    public Builder allow(SyscallSet set, String reason) {
      return group(
          new SeccompGroup(set.name(), set.intent(), set.rules(SeccompAction.allow(), reason)));
    }

    /**
     * Says that a dangerous grant is meant.
     *
     * @param grant the token
     * @param reason who needs it
     * @return this builder
     */
    public Builder accept(DangerousGrant grant, String reason) {
      accepted.put(grant, reason);
      return this;
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
      return new SeccompPolicy(name, otherwise, groups, accepted);
    }
  }
}
