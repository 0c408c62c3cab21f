/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.seccomp.ArgumentCondition.Width;
import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import io.sandbox4j.seccomp.ArgumentTest.Relation;
import io.sandbox4j.seccomp.SyscallSet.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the words of a statement: action, calls, conditions, values. */
final class RowParser {
  /** More alternatives than any policy by hand has; a few words could ask for millions. */
  private static final int MOST_USES = 4096;

  /** After a handler's name: it may have calls carried out. */
  static final String CONTINUE = "continue";

  private final PolicyNames names;
  private final PolicyWords words;

  RowParser(PolicyNames names, PolicyWords words) {
    this.names = names;
    this.words = words;
  }

  /** The rest is an action. */
  SeccompAction onlyAction() {
    var action = action();
    words.expectEnd();
    return action;
  }

  /** The rest is a value. */
  long onlyValue() {
    long value = value();
    words.expectEnd();
    return value;
  }

  /** The rest is calls. */
  List<Use> onlyUses() {
    List<Use> uses = new ArrayList<>();
    do {
      if (words.taken("@")) {
        uses.addAll(set());
      } else {
        uses.addAll(call());
      }
      if (uses.size() > MOST_USES) {
        throw words.before("more than " + MOST_USES + " rows of one statement");
      }
    } while (!words.isAtEnd());
    return uses;
  }

  private List<Use> set() {
    String name = words.take();
    var set = names.sets().get(name);
    if (set == null) {
      throw words.before(
          "no set of calls is named \""
              + name
              + "\""
              + NearestName.suggestion(name, names.sets().keySet().stream().sorted()));
    }
    return set.uses();
  }

  private List<Use> call() {
    int named = words.position();
    String call = words.take();
    if (!SyscallAbi.anyHas(call)) {
      throw words.at(named, NearestName.unknownCall(call));
    }
    List<Use> uses = new ArrayList<>();
    for (var conditions : conditions()) {
      uses.add(new Use(call, conditions));
    }
    return uses;
  }

  SeccompAction action() {
    String word = words.take();
    int value = words.position();
    return switch (word) {
      case "allow" -> new SeccompAction.Allow();
      case "log" -> new SeccompAction.Log();
      case "errno" -> {
        int errno = small();
        boolean reported = words.taken("report");
        yield made(value, () -> new SeccompAction.Errno(errno, reported));
      }
      case "kill-process" -> new SeccompAction.KillProcess(words.taken("report"));
      case "kill-thread" -> new SeccompAction.KillThread();
      case "trap" -> new SeccompAction.Trap(small());
      case "notify" -> handled();
      default ->
          throw words.before(
              "\""
                  + word
                  + "\" is no action: expected allow, errno N [report], log, trap N,"
                  + " notify NAME [continue], kill-thread or kill-process [report]");
    };
  }

  private SeccompAction handled() {
    int begun = words.position();
    String name = words.take();
    SyscallHandler handler = names.handlers().get(name);
    if (handler == null) {
      throw words.before(
          names.handlers().isEmpty()
              ? "no handlers were given with this policy, so none is named " + name
              : "no handler is named "
                  + name
                  + NearestName.suggestion(name, names.handlers().keySet().stream().sorted()));
    }
    boolean mayContinue = words.taken(CONTINUE);
    return made(begun, () -> new SeccompAction.Notify(name, handler, mayContinue));
  }

  /** The conditions of one call; several lists when a condition has alternatives. */
  private List<List<ArgumentCondition>> conditions() {
    List<List<ArgumentCondition>> lists = List.of(List.of());
    if (!words.taken("(")) {
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
      if (longer.size() > MOST_USES) {
        throw words.before("more than " + MOST_USES + " rows of one statement");
      }
      lists = longer;
    } while (words.taken(","));
    words.expect(")");
    return lists;
  }

  private List<ArgumentCondition> condition() {
    int begun = words.position();
    String name = words.take();
    if (name.length() != 4 || !name.startsWith("arg") || !isArgument(name.charAt(3))) {
      throw words.before("expected arg0 to arg5, not " + name);
    }
    int argument = name.charAt(3) - '0';
    Width width = Width.FULL_64;
    if (words.taken(":")) {
      words.expect("32");
      width = Width.LOW_32;
    }
    List<ArgumentCondition> alternatives = new ArrayList<>();
    for (var test : tests()) {
      Width counts = width;
      alternatives.add(made(begun, () -> new ArgumentCondition(argument, counts, test)));
    }
    return alternatives;
  }

  private static boolean isArgument(char digit) {
    return digit >= '0' && digit < '0' + ArgumentCondition.ARGUMENTS;
  }

  private List<ArgumentTest> tests() {
    int begun = words.position();
    String operator = words.take();
    if (operator.equals("&")) {
      long mask = value();
      words.expect("==");
      long value = value();
      return List.of(made(begun, () -> new MaskedEqual(mask, value)));
    }
    if (operator.equals("in")) {
      List<ArgumentTest> tests = new ArrayList<>();
      do {
        tests.add(new Compare(Relation.EQ, value()));
      } while (!words.isAtEnd() && !words.peek().equals(")") && !words.peek().equals(","));
      return tests;
    }
    for (var relation : Relation.values()) {
      if (relation.symbol().equals(operator)) {
        long value = value();
        return List.of(made(begun, () -> new Compare(relation, value)));
      }
    }
    throw words.before("\"" + operator + "\" compares nothing");
  }

  /** A part of the policy; what it objects to is a mistake at {@code position}. */
  private <T> T made(int position, Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException refused) {
      throw words.at(position, String.valueOf(refused.getMessage()));
    }
  }

  private long value() {
    long value = 0;
    do {
      value |= number(words.take());
    } while (words.taken("|"));
    return value;
  }

  private int small() {
    long value = value();
    if (value < 0 || value > 0xffff) {
      throw words.before("value " + Long.toUnsignedString(value) + " is out of range");
    }
    return (int) value;
  }

  private long number(String word) {
    if (word.charAt(0) < '0' || word.charAt(0) > '9') {
      Long value = names.values().get(word);
      if (value == null) {
        throw words.before(
            "no value is named "
                + word
                + NearestName.suggestion(word, names.values().keySet().stream().sorted()));
      }
      return value;
    }
    try {
      if (word.startsWith("0x") || word.startsWith("0X")) {
        return Long.parseUnsignedLong(word, 2, word.length(), 16);
      }
      return Long.parseUnsignedLong(word, word.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException _) {
      throw words.before(word + " is no number of 64 bits");
    }
  }
}
