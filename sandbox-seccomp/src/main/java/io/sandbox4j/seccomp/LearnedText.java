/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.calls.CallArguments;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A learned policy as a policy file: calls by intent, a set by its name where all of it was seen,
 * and how often each was seen in a comment behind it. The comments are read again by {@link
 * LearnedPolicy#parse}.
 */
final class LearnedText {
  static final String RUNS = "# Learned from ";
  static final String REFUSED = "#   ";
  static final String COUNT = "  # ";

  private static final String LAUNCH = "arg0 == 0xffffffffffffffff";
  private static final String LAUNCH_NAME = "arg0 == THE_LAUNCH";
  private static final int COLUMN = 50;

  private final CallArguments names = CallArguments.of(Arch.current());
  private final StringBuilder out = new StringBuilder();

  private LearnedText() {}

  /** A call with its conditions as rows have it. */
  static String call(String call, List<ArgumentCondition> conditions) {
    if (conditions.isEmpty()) {
      return call;
    }
    String all = conditions.stream().map(Object::toString).collect(Collectors.joining(", "));
    return call + "(" + (call.equals("execve") ? all.replace(LAUNCH, LAUNCH_NAME) : all) + ")";
  }

  static String of(LearnedPolicy learned) {
    var text = new LearnedText();
    text.head(learned);
    learned.groups().forEach(text::group);
    return text.out.toString();
  }

  private void head(LearnedPolicy learned) {
    out.append(PolicyReader.VERSION).append('\n');
    long runs = learned.runs();
    out.append(RUNS).append(runs).append(runs == 1 ? " run" : " runs");
    out.append(". The policy allows what was seen, and nothing else: what a program does\n");
    out.append(
        "# only with other input, on another machine or by chance may be missing. Behind each");
    out.append(" row stands\n# how often it was seen; execve is not counted at the launch.\n");
    if (!learned.refused().isEmpty()) {
      out.append("#\n# Refused while learning, and refused here:\n");
      learned.refused().forEach((call, count) -> line(REFUSED + call, count, ""));
    }
    out.append("\ninclude constants\n");
    learned
        .policy()
        .accepted()
        .forEach((grant, why) ->
            out.append("accept ").append(grant.word()).append(" -- ").append(why).append('\n'));
    out.append("otherwise ");
    out.append(PolicyPrinter.action(learned.policy().otherwise())).append('\n');
  }

  private void group(LearnedPolicy.Group group) {
    out.append("\ngroup ").append(group.name()).append(": ").append(group.intent()).append('\n');
    List<LearnedRow> rows = group.rows();
    if (group.isWholeSet()) {
      Map<String, Long> counts = new LinkedHashMap<>();
      rows.forEach(row -> counts.put(row.rule().call(), row.count()));
      out.append("allow\n");
      counts.forEach((call, count) -> line("  # " + call, count, ""));
      out.append("  @").append(group.name()).append("\n  -- ");
      out.append(rows.getFirst().rule().reason()).append('\n');
      return;
    }
    for (int from = 0; from < rows.size(); ) {
      SyscallRule first = rows.get(from).rule();
      out.append(PolicyPrinter.action(first.action())).append('\n');
      for (; from < rows.size() && isLike(first, rows.get(from).rule()); from++) {
        LearnedRow row = rows.get(from);
        line("  " + call(row.rule().call(), row.conditions()), row.count(), meaning(row.rule()));
      }
      out.append("  -- ").append(first.reason()).append('\n');
    }
  }

  private static boolean isLike(SyscallRule one, SyscallRule other) {
    return one.action().equals(other.action()) && one.reason().equals(other.reason());
  }

  private void line(String text, long count, String meaning) {
    out.append(text).repeat(" ", Math.max(0, COLUMN - text.length())).append(COUNT).append(count);
    out.append(meaning.isEmpty() ? "" : ", " + meaning).append('\n');
  }

  /** Names for the values that a row asks for. */
  private String meaning(SyscallRule rule) {
    long[] arguments = new long[ArgumentCondition.ARGUMENTS];
    List<Integer> known = new ArrayList<>();
    for (var condition : rule.conditions()) {
      int argument = condition.argument();
      switch (condition.test()) {
        case Compare(Relation relation, long value) when relation == Relation.EQ -> {
          arguments[argument] |= value;
          known.add(argument);
        }
        case MaskedEqual(_, long value) when value != 0 -> {
          arguments[argument] |= value;
          known.add(argument);
        }
        case Compare _, MaskedEqual _ -> {}
      }
    }
    if (rule.call().equals("execve")) {
      return ""; // what stands for the launch is no address
    }
    return known.stream()
        .distinct()
        .sorted()
        .map(argument -> names.text(rule.call(), argument, arguments))
        .collect(Collectors.joining(", "));
  }
}
