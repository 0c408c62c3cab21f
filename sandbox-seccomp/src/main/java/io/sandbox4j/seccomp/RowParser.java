/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the words of one row of a policy file: action, calls, conditions, values. */
final class RowParser {
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*|0[xX][0-9a-fA-F]+|[0-9]+|[=!<>]=|[<>&|(),:]|\\S");
  private static final String END = "the end of the row";

  private final Map<String, Long> symbols;
  private final List<String> words;
  private int at;

  RowParser(String text, Map<String, Long> symbols) {
    this.symbols = symbols;
    this.words = WORD.matcher(text).results().map(match -> match.group()).toList();
  }

  /** The whole text is an action. */
  SeccompAction onlyAction() {
    var action = action();
    expectEnd();
    return action;
  }

  /** The whole text is a value. */
  long onlyValue() {
    long value = value();
    expectEnd();
    return value;
  }

  /** The whole text is an action and calls. */
  List<SyscallRule> rules(String reason) {
    var action = action();
    List<SyscallRule> rules = new ArrayList<>();
    do {
      String call = take();
      for (var conditions : conditions()) {
        rules.add(new SyscallRule(call, conditions, action, reason));
      }
    } while (at < words.size());
    return rules;
  }

  private SeccompAction action() {
    String word = take();
    return switch (word) {
      case "allow" -> new SeccompAction.Allow();
      case "log" -> new SeccompAction.Log();
      case "errno" -> new SeccompAction.Errno(small(), taken("report"));
      case "kill-process" -> new SeccompAction.KillProcess(taken("report"));
      case "kill-thread" -> new SeccompAction.KillThread();
      case "trap" -> new SeccompAction.Trap(small());
      default ->
          throw new IllegalArgumentException(
              "\""
                  + word
                  + "\" is no action: expected allow, errno N [report], log, trap N,"
                  + " kill-thread or kill-process [report]");
    };
  }

  /** The conditions of one call; several lists when a condition has alternatives. */
  private List<List<ArgumentCondition>> conditions() {
    List<List<ArgumentCondition>> lists = List.of(List.of());
    if (!taken("(")) {
      return lists;
    }
    do {
      List<List<ArgumentCondition>> longer = new ArrayList<>();
      for (var alternative : condition()) {
        for (var list : lists) {
          List<ArgumentCondition> all = new ArrayList<>(list);
          all.add(alternative);
          longer.add(all);
        }
      }
      lists = longer;
    } while (taken(","));
    expect(")");
    return lists;
  }

  private List<ArgumentCondition> condition() {
    String name = take();
    if (name.length() != 4 || !name.startsWith("arg") || !isArgument(name.charAt(3))) {
      throw new IllegalArgumentException("expected arg0 to arg5, not " + name);
    }
    int argument = name.charAt(3) - '0';
    Width width = Width.FULL_64;
    if (taken(":")) {
      expect("32");
      width = Width.LOW_32;
    }
    List<ArgumentCondition> alternatives = new ArrayList<>();
    for (var test : tests()) {
      alternatives.add(new ArgumentCondition(argument, width, test));
    }
    return alternatives;
  }

  private static boolean isArgument(char digit) {
    return digit >= '0' && digit < '0' + ArgumentCondition.ARGUMENTS;
  }

  private List<ArgumentTest> tests() {
    String operator = take();
    if (operator.equals("&")) {
      long mask = value();
      expect("==");
      return List.of(new MaskedEqual(mask, value()));
    }
    if (operator.equals("in")) {
      List<ArgumentTest> tests = new ArrayList<>();
      do {
        tests.add(new Compare(Relation.EQ, value()));
      } while (!peek().equals(")") && !peek().equals(",") && !peek().equals(END));
      return tests;
    }
    for (var relation : Relation.values()) {
      if (relation.symbol().equals(operator)) {
        return List.of(new Compare(relation, value()));
      }
    }
    throw new IllegalArgumentException("\"" + operator + "\" compares nothing");
  }

  private long value() {
    long value = 0;
    do {
      value |= number(take());
    } while (taken("|"));
    return value;
  }

  private int small() {
    long value = value();
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException("value " + value + " is out of range");
    }
    return (int) value;
  }

  private long number(String word) {
    if (!Character.isDigit(word.charAt(0))) {
      Long value = symbols.get(word);
      if (value == null) {
        throw new IllegalArgumentException(
            "no value is named "
                + word
                + NearestName.suggestion(word, symbols.keySet().stream().sorted()));
      }
      return value;
    }
    try {
      if (word.startsWith("0x") || word.startsWith("0X")) {
        return Long.parseUnsignedLong(word, 2, word.length(), 16);
      }
      return Long.parseUnsignedLong(word, word.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(word + " is no number of 64 bits");
    }
  }

  private String peek() {
    return at < words.size() ? words.get(at) : END;
  }

  private String take() {
    String word = peek();
    if (word.equals(END)) {
      throw new IllegalArgumentException("something is missing at " + END);
    }
    at++;
    return word;
  }

  private boolean taken(String word) {
    if (!peek().equals(word)) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(String word) {
    if (!taken(word)) {
      throw new IllegalArgumentException("expected " + word + ", not " + peek());
    }
  }

  private void expectEnd() {
    if (at < words.size()) {
      throw new IllegalArgumentException("expected " + END + ", not " + peek());
    }
  }
}
