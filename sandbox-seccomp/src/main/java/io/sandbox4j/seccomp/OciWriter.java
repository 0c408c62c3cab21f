/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a policy as a profile of the OCI runtime specification. */
final class OciWriter {
  private static final int MOST_RULES = 5000;

  private final SeccompPolicy policy;
  private final SyscallAbi abi;

  /** The rules: action and args as JSON, and the names they share. */
  private final Map<String, List<String>> rules = new LinkedHashMap<>();

  private OciWriter(SeccompPolicy policy, SyscallAbi abi) {
    this.policy = policy;
    this.abi = abi;
  }

  static String write(SeccompPolicy policy, SyscallAbi abi) {
    var writer = new OciWriter(policy, abi);
    for (String call : abi.names()) {
      writer.call(call);
    }
    return writer.json();
  }

  private void call(String call) {
    var otherwise = plain(policy.otherwise());
    if (DecisionTable.INDISPENSABLE.contains(call)) {
      if (!otherwise.equals(SeccompAction.allow())) {
        add(call, SeccompAction.allow(), List.of());
      }
      return;
    }
    if (call.equals("execve") && policy.rules(call).stream().anyMatch(TheLaunch::isMeant)) {
      add(call, SeccompAction.allow(), List.of()); // a runtime starts the program by it as well
      return;
    }
    List<SyscallRule> rows = new ArrayList<>();
    for (var rule : policy.rules(call)) {
      rows.add(new SyscallRule(call, rule.conditions(), plain(rule.action()), rule.reason()));
    }
    if (!rows.isEmpty() && rows.stream().allMatch(row -> row.action().equals(otherwise))) {
      return;
    }
    for (var row : DisjointRows.of(call, rows)) {
      if (!row.action().equals(otherwise)) {
        rules(call, row);
      }
    }
  }

  /** Without the report, which other runtimes do not have. */
  private static SeccompAction plain(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Errno(int errno, _) -> new SeccompAction.Errno(errno, false);
      case SeccompAction.KillProcess _ -> new SeccompAction.KillProcess(false);
      case SeccompAction.Allow _,
          SeccompAction.Log _,
          SeccompAction.KillThread _,
          SeccompAction.Trap _ ->
          action;
      case SeccompAction.Notify(String handler, _, _) ->
          throw new IllegalArgumentException(
              "the handler " + handler + " is of this JVM, no other runtime can ask it");
    };
  }

  private void rules(String call, SyscallRule row) {
    List<List<String>> lists = List.of(List.of());
    for (int argument = 0; argument < ArgumentCondition.ARGUMENTS; argument++) {
      int index = argument;
      var some = row.conditions().stream().filter(c -> c.argument() == index).toList();
      if (some.isEmpty()) {
        continue;
      }
      List<List<String>> longer = new ArrayList<>();
      for (String alternative : alternatives(index, some)) {
        for (var list : lists) {
          List<String> all = new ArrayList<>(list);
          all.add(alternative);
          longer.add(all);
        }
      }
      lists = longer;
      if (lists.size() > MOST_RULES) {
        break;
      }
    }
    if (rules.size() + lists.size() > MOST_RULES) {
      throw new IllegalArgumentException(
          "the rows of %s make more than %d rules of a profile".formatted(call, MOST_RULES));
    }
    lists.forEach(args -> add(call, row.action(), args));
  }

  private static List<String> alternatives(int index, List<ArgumentCondition> conditions) {
    if (conditions.size() == 1
        && conditions.getFirst().width() == Width.FULL_64
        && conditions.getFirst().test() instanceof Compare(Relation relation, long value)) {
      return List.of(arg(index, relation.name(), value, ""));
    }
    List<String> args = new ArrayList<>();
    for (var choice : MaskedValue.of(conditions)) {
      args.add(
          arg(
              index,
              "MASKED_EQ",
              choice.mask(),
              ", \"valueTwo\": " + Long.toUnsignedString(choice.value())));
    }
    return args;
  }

  private static String arg(int index, String op, long value, String more) {
    return "{ \"index\": %d, \"value\": %s%s, \"op\": \"SCMP_CMP_%s\" }"
        .formatted(index, Long.toUnsignedString(value), more, op);
  }

  private void add(String call, SeccompAction action, List<String> args) {
    var rule = new StringBuilder("\"action\": ").append(name(action));
    if (action instanceof SeccompAction.Errno(int errno, _)) {
      rule.append(",\n      \"errnoRet\": ").append(errno);
    }
    if (!args.isEmpty()) {
      rule.append(
          args.stream()
              .collect(
                  Collectors.joining(
                      ",\n        ", ",\n      \"args\": [\n        ", "\n      ]")));
    }
    rules.computeIfAbsent(rule.toString(), _ -> new ArrayList<>()).add(call);
  }

  private static String name(SeccompAction action) {
    return switch (action) {
      case SeccompAction.Allow _ -> "\"SCMP_ACT_ALLOW\"";
      case SeccompAction.Log _ -> "\"SCMP_ACT_LOG\"";
      case SeccompAction.Errno _ -> "\"SCMP_ACT_ERRNO\"";
      case SeccompAction.KillProcess _ -> "\"SCMP_ACT_KILL_PROCESS\"";
      case SeccompAction.KillThread _ -> "\"SCMP_ACT_KILL_THREAD\"";
      case SeccompAction.Trap _ -> "\"SCMP_ACT_TRAP\"";
      case SeccompAction.Notify _ -> "\"SCMP_ACT_NOTIFY\"";
    };
  }

  private String json() {
    var otherwise = plain(policy.otherwise());
    var out = new StringBuilder("{\n  \"defaultAction\": ").append(name(otherwise)).append(",\n");
    if (otherwise instanceof SeccompAction.Errno(int errno, _)) {
      out.append("  \"defaultErrnoRet\": ").append(errno).append(",\n");
    }
    String architecture =
        switch (abi) {
          case X86_64 -> "SCMP_ARCH_X86_64";
          case AARCH64 -> "SCMP_ARCH_AARCH64";
        };
    out.append("  \"architectures\": [\"").append(architecture).append("\"],\n");
    out.append("  \"syscalls\": [");
    String comma = "";
    for (var rule : rules.entrySet()) {
      String names =
          rule.getValue().stream()
              .map(call -> "\"" + call + "\"")
              .collect(Collectors.joining(",\n        "));
      out.append(comma)
          .append("\n    {\n      \"names\": [\n        ")
          .append(names)
          .append("\n      ],\n      ")
          .append(rule.getKey())
          .append("\n    }");
      comma = ",";
    }
    return out.append("\n  ]\n}\n").toString();
  }
}
