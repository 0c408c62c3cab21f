/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.CallLog.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least policy that lets programs do what they were seen to do. Immutable.
 *
 * <p>It reflects what was seen, no more: what a program does only with other input, on another
 * machine or by chance may be missing, and what a hostile program did is in it. Read it before you
 * use it. It never lets through what the policy refused under which it was learned. Of arguments it
 * tells apart those that choose what a call does: requests of ioctl, families and types of sockets,
 * flags of clone, options of prctl, commands of fcntl, whether memory is executable, whether a file
 * is only read, and the like. More than 64 different values of one call are taken for all.
 *
 * <p>A few calls are always in it, since whether a program makes them is a matter of chance: {@code
 * exit}, {@code exit_group}, {@code rt_sigreturn}, {@code restart_syscall}, {@code futex}, {@code
 * sched_yield}.
 */
public final class LearnedPolicy {
  /** P29: in every policy. */
  private static final List<String> ALWAYS =
      List.of("exit", "exit_group", "rt_sigreturn", "restart_syscall", "futex", "sched_yield");

  private static final SeccompAction OTHERWISE = SeccompAction.reported(1);

  private static final Pattern RUNS =
      Pattern.compile(Pattern.quote(LearnedText.RUNS) + "(\\d+) .*");
  private static final Pattern COUNTED = Pattern.compile("(  # |  |#   )(\\S.*?) *  # (\\d+).*");
  private static final int MOST_BYTES = 4 << 20;

  private final String name;
  private final long runs;
  private final SeccompAction otherwise;
  private final Map<DangerousGrant, String> accepted;
  private final Map<String, List<LearnedRow>> rows; // by call
  private final Map<String, Long> refused;
  private final SeccompPolicy policy;

  /** Rows of one intent. */
  record Group(String name, String intent, List<LearnedRow> rows, boolean isWholeSet) {}

  private LearnedPolicy(
      String name,
      long runs,
      SeccompAction otherwise,
      Map<DangerousGrant, String> accepted,
      Map<String, List<LearnedRow>> rows,
      Map<String, Long> refused) {
    this.name = name;
    this.runs = runs;
    this.otherwise = otherwise;
    this.rows = rows;
    this.refused = Collections.unmodifiableMap(refused);
    SeccompPolicy meant = policy(accepted);
    this.accepted = new EnumMap<>(DangerousGrant.class);
    this.accepted.putAll(accepted);
    this.accepted.keySet().retainAll(meant.dangers());
    this.policy = policy(this.accepted);
  }

  private SeccompPolicy policy(Map<DangerousGrant, String> meant) {
    List<SeccompGroup> all =
        groups().stream()
            .map(g ->
                new SeccompGroup(
                    g.name(), g.intent(), g.rows().stream().map(LearnedRow::rule).toList()))
            .toList();
    return new SeccompPolicy(name, otherwise, all, meant);
  }

  /** What was seen under a base policy. */
  static LearnedPolicy of(String name, SeccompPolicy base, long runs, CallLog log) {
    Map<String, Map<Seen, Long>> byCall = new LinkedHashMap<>();
    log.counts()
        .forEach((seen, count) ->
            byCall.computeIfAbsent(seen.call(), _ -> new LinkedHashMap<>()).put(seen, count));
    Map<String, Long> refused = new TreeMap<>();
    Map<String, List<LearnedRow>> rows = new HashMap<>();
    byCall.forEach(
        (call, seen) -> rows.put(call, LearnedRows.of(base, call, seen, OTHERWISE, refused)));
    for (String call : ALWAYS) {
      boolean allowed =
          DecisionTable.INDISPENSABLE.contains(call)
              || Decision.of(base.rules(call), base.otherwise())
                  .equals(Decision.always(SeccompAction.allow()));
      if (allowed) {
        rows.computeIfAbsent(call, _ -> List.of(always(call)));
      }
    }
    rows.merge("execve", List.of(launch(runs)), LearnedPolicy::started);
    return new LearnedPolicy(name, runs, OTHERWISE, base.accepted(), rows, refused);
  }

  private static LearnedRow always(String call) {
    return new LearnedRow(
        SyscallRule.of(call, SeccompAction.allow(), "in every policy, seen or not"), 0);
  }

  private static LearnedRow launch(long runs) {
    return new LearnedRow(
        SyscallRule.of(
            "execve",
            SeccompAction.allow(),
            "the launch itself",
            ArgumentCondition.eq(0, TheLaunch.ADDRESS)),
        runs);
  }

  /** A program that executes others may execute itself. */
  private static List<LearnedRow> started(List<LearnedRow> seen, List<LearnedRow> launch) {
    if (seen.stream().anyMatch(row -> row.conditions().isEmpty() && row.isCarriedOut())) {
      return seen;
    }
    List<LearnedRow> both = new ArrayList<>(launch);
    seen.stream().filter(row -> !row.isSameAs(launch.getFirst())).forEach(both::add);
    return both;
  }

  /**
   * Reads the text of a learned policy with its counts. Rows that somebody added have none.
   *
   * @param name the policy's name
   * @param text the text
   * @return the policy
   * @throws PolicySyntaxException naming line, column and what is wrong
   * @throws IllegalArgumentException when the rows contradict each other
   */
  public static LearnedPolicy parse(String name, String text) {
    SeccompPolicy policy = SeccompPolicy.parse(name, text);
    long runs = 1;
    Map<String, Long> counts = new HashMap<>();
    Map<String, Long> refused = new TreeMap<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher learned = RUNS.matcher(line);
      Matcher counted = COUNTED.matcher(line);
      if (learned.matches()) {
        runs = number(learned.group(1));
      } else if (counted.matches()) {
        boolean isRefused = counted.group(1).equals(LearnedText.REFUSED);
        (isRefused ? refused : counts).put(counted.group(2), number(counted.group(3)));
      }
    }
    Map<String, List<LearnedRow>> rows = new HashMap<>();
    for (var group : policy.groups()) {
      for (var rule : group.rules()) {
        long count = counts.getOrDefault(LearnedText.call(rule.call(), rule.conditions()), 0L);
        rows.computeIfAbsent(rule.call(), _ -> new ArrayList<>()).add(new LearnedRow(rule, count));
      }
    }
    return new LearnedPolicy(name, runs, policy.otherwise(), policy.accepted(), rows, refused);
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
  }

  /**
   * Reads a file that {@link #toText} was written to.
   *
   * @param file the file
   * @return the policy; its name is the file's without its ending
   * @throws PolicySyntaxException naming line, column and what is wrong
   * @throws IllegalArgumentException when the rows contradict each other
   * @throws UncheckedIOException when the file cannot be read
   */
  public static LearnedPolicy read(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes");
      }
      String base = String.valueOf(file.getFileName());
      int dot = base.lastIndexOf('.');
      return parse(
          dot > 0 ? base.substring(0, dot) : base, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the policy file " + file + " cannot be read: " + e, e);
    }
  }

  /** {@return the policy} */
  public SeccompPolicy policy() {
    return policy;
  }

  /** {@return from how many runs it was learned} */
  public long runs() {
    return runs;
  }

  /**
   * Calls that were refused while learning and that the policy refuses as all others, with their
   * counts: dangerous ones.
   *
   * @return by the call and its conditions as rows of policies have them
   */
  public Map<String, Long> refused() {
    return refused;
  }

  /**
   * How often a call was seen, whatever its arguments.
   *
   * @param call the kernel's name of the call
   * @return the count, carried out or refused by a row of its own
   */
  public long count(String call) {
    return rows.getOrDefault(call, List.of()).stream().mapToLong(LearnedRow::count).sum();
  }

  /**
   * The policy that lets through what either does, with the counts of both. Both must have been
   * learned under one base policy: the order of their rows is taken from there.
   *
   * @param other the other
   * @return the policy, with this one's name
   * @throws IllegalArgumentException when they do not agree on what becomes of all other calls
   */
  public LearnedPolicy merge(LearnedPolicy other) {
    if (!otherwise.equals(other.otherwise)) {
      throw new IllegalArgumentException(
          "learned policies differ in what becomes of other calls: %s here, %s in %s"
              .formatted(
                  PolicyPrinter.action(otherwise),
                  PolicyPrinter.action(other.otherwise),
                  other.name));
    }
    Map<String, List<LearnedRow>> all = new HashMap<>(rows);
    other.rows.forEach((call, more) ->
        all.merge(
            call, more, call.equals("execve") ? LearnedPolicy::mergeStarts : LearnedRows::merge));
    Map<String, Long> both = new TreeMap<>(refused);
    other.refused.forEach((call, count) -> both.merge(call, count, Long::sum));
    Map<DangerousGrant, String> meant = new EnumMap<>(DangerousGrant.class);
    meant.putAll(other.accepted);
    meant.putAll(accepted);
    return new LearnedPolicy(name, runs + other.runs, otherwise, meant, all, both);
  }

  private static List<LearnedRow> mergeStarts(List<LearnedRow> one, List<LearnedRow> other) {
    List<LearnedRow> all = LearnedRows.merge(one, other);
    boolean any = all.stream().anyMatch(row -> row.conditions().isEmpty() && row.isCarriedOut());
    return any ? all.stream().filter(row -> !TheLaunch.isMeant(row.rule())).toList() : all;
  }

  /**
   * The policy as the text of a file, with counts as comments. Read by {@link SeccompPolicy#parse}
   * it is {@link #policy}, read by {@link #parse} it is this.
   *
   * @return the text
   */
  public String toText() {
    return LearnedText.of(this);
  }

  /** The rows by the sets of calls they belong to, each call once. */
  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (var set : SyscallSet.all()) {
      if (set.uses().stream().anyMatch(use -> !use.conditions().isEmpty())) {
        continue; // selects among calls of another set
      }
      Set<String> calls = new TreeSet<>();
      set.uses().forEach(use -> calls.add(use.call()));
      List<LearnedRow> of = new ArrayList<>();
      calls.forEach(call -> of.addAll(rows.getOrDefault(call, List.of())));
      if (!of.isEmpty()) {
        boolean whole = isWhole(calls, of);
        groups.add(
            new Group(set.name(), set.intent(), whole ? inOrder(set, of) : byAction(of), whole));
      }
    }
    return groups;
  }

  /** All calls of a set that there are here, whatever their arguments, and for one reason. */
  private static boolean isWhole(Set<String> calls, List<LearnedRow> rows) {
    Set<String> seen = new TreeSet<>();
    for (var row : rows) {
      if (!row.conditions().isEmpty() || !(row.rule().action() instanceof SeccompAction.Allow)) {
        return false;
      }
      seen.add(row.rule().call());
    }
    SyscallAbi abi = SyscallAbi.current();
    return calls.size() > 1
        && calls.stream().allMatch(call -> seen.contains(call) || abi.number(call).isEmpty());
  }

  /** As the set has them, with those of the other architecture: its name stands for all. */
  private static List<LearnedRow> inOrder(SyscallSet set, List<LearnedRow> rows) {
    Map<String, Long> counts = new HashMap<>();
    rows.forEach(row -> counts.put(row.rule().call(), row.count()));
    return set.uses().stream()
        .map(use ->
            new LearnedRow(
                SyscallRule.of(use.call(), SeccompAction.allow(), rows.getFirst().rule().reason()),
                counts.getOrDefault(use.call(), 0L)))
        .toList();
  }

  /**
   * Calls with one row first by that row's action and reason, so that they share a statement; the
   * order of a call's own rows stays.
   */
  private static List<LearnedRow> byAction(List<LearnedRow> rows) {
    Map<String, List<LearnedRow>> alike = new LinkedHashMap<>();
    for (var row : rows) {
      String call = row.rule().call();
      boolean single =
          rows.stream()
                  .filter(r -> r.rule().call().equals(call))
                  .distinct()
                  .map(r -> r.rule().action() + r.rule().reason())
                  .distinct()
                  .count()
              == 1;
      String key = single ? row.rule().action() + row.rule().reason() : call;
      alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    return alike.values().stream().flatMap(List::stream).toList();
  }

  /** {@return its name, from how many runs, and how many calls it lets through} */
  @Override
  public String toString() {
    return name
        + ", learned from "
        + runs
        + " runs, "
        + policy.reachable(SyscallAbi.current()).size()
        + " calls";
  }
}
