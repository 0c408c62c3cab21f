/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy files.
 *
 * <p>A file is a list of statements, one a line; a line that begins with white space continues the
 * one before, and {@code #} begins a comment:
 *
 * <pre>{@code
 * sandbox4j-seccomp 1              the format's version, first
 * include NAME                     another file's names and groups
 * let NAME = VALUE                 a name for a number; VALUE is numbers or names joined by |
 * otherwise ACTION                 for calls that no row decides
 * group NAME: INTENT               begins a group
 * ACTION CALL... -- REASON         a row for each call
 * }</pre>
 *
 * <p>ACTION is {@code allow}, {@code log}, {@code errno N}, {@code errno N report}, {@code
 * kill-process}, {@code kill-process report}, {@code kill-thread} or {@code trap N}. CALL is a
 * name, or a name with conditions in brackets, all of which must hold: {@code ioctl(arg1:32 ==
 * 0x5412, arg2 & 6 == 0)}. A condition names an argument, {@code :32} when only its low half
 * counts, and compares by {@code == != < <= > >=}; {@code arg0:32 in A B C} stands for three rows.
 * Rows are tried in order. For a call that the including file itself mentions, it alone decides:
 * rows of included files are left out.
 */
final class PolicyReader {
  private static final String VERSION = "sandbox4j-seccomp 1";

  private final String file;
  private final UnaryOperator<String> files;
  private final List<String> including;
  private final Map<String, Long> symbols = new HashMap<>();
  private final List<SeccompGroup> groups = new ArrayList<>();
  private final List<SeccompGroup> included = new ArrayList<>();
  private final List<SyscallRule> rules = new ArrayList<>();
  private String groupName = "";
  private String groupIntent = "";
  private @Nullable SeccompAction otherwise;

  private PolicyReader(String file, UnaryOperator<String> files, List<String> including) {
    this.file = file;
    this.files = files;
    this.including = including;
  }

  /**
   * Reads one file and what it includes.
   *
   * @param name the policy's name
   * @param files gives a file's text by its name
   * @throws IllegalArgumentException naming file, line and what is wrong
   */
  static SeccompPolicy read(String name, UnaryOperator<String> files) {
    var reader = new PolicyReader(name, files, List.of(name));
    reader.statements(files.apply(name));
    if (reader.otherwise == null) {
      throw new IllegalArgumentException(name + ": the policy says nothing by \"otherwise\"");
    }
    return new SeccompPolicy(name, reader.otherwise, reader.allGroups());
  }

  private List<SeccompGroup> allGroups() {
    Set<String> own = new HashSet<>();
    groups.forEach(group -> group.rules().forEach(rule -> own.add(rule.call())));
    List<SeccompGroup> all = new ArrayList<>(groups);
    for (var group : included) {
      all.add(
          new SeccompGroup(
              group.name(),
              group.intent(),
              group.rules().stream().filter(rule -> !own.contains(rule.call())).toList()));
    }
    return all;
  }

  /** A statement and the line where it begins. */
  private record Statement(int line, String text) {}

  private void statements(String text) {
    List<Statement> statements = split(text);
    if (statements.isEmpty() || !statements.getFirst().text().equals(VERSION)) {
      throw new IllegalArgumentException(file + ":1: the first line must be " + VERSION);
    }
    for (var statement : statements.subList(1, statements.size())) {
      try {
        one(statement.text());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s:%d: %s".formatted(file, statement.line(), e.getMessage()), e);
      }
    }
    endGroup();
  }

  private static List<Statement> split(String text) {
    List<Statement> statements = new ArrayList<>();
    int line = 0;
    for (String raw : (Iterable<String>) text.lines()::iterator) {
      line++;
      int comment = raw.indexOf('#');
      String content = (comment < 0 ? raw : raw.substring(0, comment)).stripTrailing();
      if (content.isBlank()) {
        continue;
      }
      if (Character.isWhitespace(content.charAt(0)) && !statements.isEmpty()) {
        var begun = statements.removeLast();
        statements.add(new Statement(begun.line(), begun.text() + " " + content.strip()));
      } else {
        statements.add(new Statement(line, content.strip()));
      }
    }
    return statements;
  }

  private void one(String statement) {
    int space = statement.indexOf(' ');
    String word = space < 0 ? statement : statement.substring(0, space);
    String rest = space < 0 ? "" : statement.substring(space + 1).strip();
    switch (word) {
      case "include" -> include(rest);
      case "let" -> let(rest);
      case "otherwise" -> otherwise = new RowParser(rest, symbols).onlyAction();
      case "group" -> group(rest);
      default -> row(statement);
    }
  }

  private void include(String name) {
    if (including.contains(name)) {
      throw new IllegalArgumentException("the file includes itself by way of " + name);
    }
    List<String> deeper = new ArrayList<>(including);
    deeper.add(name);
    var other = new PolicyReader(name, files, deeper);
    other.statements(files.apply(name));
    symbols.putAll(other.symbols);
    included.addAll(other.allGroups());
    if (otherwise == null) {
      otherwise = other.otherwise;
    }
  }

  private void let(String definition) {
    int equals = definition.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("expected let NAME = VALUE");
    }
    String name = definition.substring(0, equals).strip();
    long value = new RowParser(definition.substring(equals + 1), symbols).onlyValue();
    if (symbols.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(name + " is named twice");
    }
  }

  private void group(String heading) {
    endGroup();
    int colon = heading.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected group NAME: INTENT");
    }
    groupName = heading.substring(0, colon).strip();
    groupIntent = heading.substring(colon + 1).strip();
  }

  private void endGroup() {
    if (!groupName.isEmpty()) {
      groups.add(new SeccompGroup(groupName, groupIntent, rules));
    }
    rules.clear();
  }

  private void row(String statement) {
    if (groupName.isEmpty()) {
      throw new IllegalArgumentException("a row stands before the first group");
    }
    int reason = statement.indexOf(" -- ");
    if (reason < 0) {
      throw new IllegalArgumentException("the row says no reason: expected -- REASON at its end");
    }
    var parser = new RowParser(statement.substring(0, reason), symbols);
    rules.addAll(parser.rules(statement.substring(reason + 4).strip()));
  }
}
