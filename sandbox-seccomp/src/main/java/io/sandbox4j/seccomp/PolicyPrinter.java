/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Writes policies as {@link PolicyReader} reads them: what is read again is equal but for the name,
 * which a file has from outside. Neighbouring rows with one action and reason share a statement.
 */
final class PolicyPrinter {
  private static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  private PolicyPrinter() {}

  static String print(SeccompPolicy policy) {
    var printer = new PolicyPrinter();
    printer.all(policy);
    return printer.out.toString();
  }

  private void all(SeccompPolicy policy) {
    out.append(PolicyReader.VERSION).append("\n\n");
    policy
        .accepted()
        .forEach((grant, reason) -> statement("accept", List.of(grant.word(), "-- " + reason)));
    out.append("otherwise ").append(action(policy.otherwise())).append('\n');
    for (var group : policy.groups()) {
      out.append('\n');
      statement("group " + group.name() + ":", List.of(group.intent()));
      rows(group.rules());
    }
  }

  private void rows(List<SyscallRule> rules) {
    for (int from = 0; from < rules.size(); ) {
      var first = rules.get(from);
      List<String> words = new ArrayList<>();
      int to = from;
      while (to < rules.size()
          && rules.get(to).action().equals(first.action())
          && rules.get(to).reason().equals(first.reason())) {
        words.add(call(rules.get(to)));
        to++;
      }
      words.add("-- " + first.reason());
      statement(action(first.action()), words);
      from = to;
    }
  }

  private static String call(SyscallRule rule) {
    return rule.conditions().isEmpty()
        ? rule.call()
        : rule.call()
            + "("
            + String.join(", ", rule.conditions().stream().map(Object::toString).toList())
            + ")";
  }

  static String action(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Allow _ -> "allow";
      case SeccompAction.Log _ -> "log";
      case SeccompAction.Errno(int errno, boolean reported) ->
          "errno " + errno + (reported ? " report" : "");
      case SeccompAction.KillProcess(boolean reported) ->
          reported ? "kill-process report" : "kill-process";
      case SeccompAction.KillThread _ -> "kill-thread";
      case SeccompAction.Trap(int data) -> "trap " + data;
      case SeccompAction.Notify(String name, _, boolean mayContinue) ->
          "notify " + name + (mayContinue ? " " + RowParser.CONTINUE : "");
    };
  }

  /** A statement over as many lines as its words take. */
  private void statement(String begin, List<String> words) {
    int column = begin.length();
    out.append(begin);
    for (String part : words) {
      for (var rest = new StringTokenizer(part, " "); rest.hasMoreTokens(); ) {
        String word = rest.nextToken();
        if (column + 1 + word.length() > WIDTH) {
          out.append("\n ");
          column = 1;
        }
        out.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    out.append('\n');
  }
}
