/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * set NAME = CALL... -- INTENT     a name for calls
 * accept GRANT... -- REASON        dangerous grants that are meant, see DangerousGrant
 * otherwise ACTION                 for calls that no row decides
 * group NAME: INTENT               begins a group
 * ACTION CALL... -- REASON         a row for each call
 * }</pre>
 *
 * <p>ACTION is {@code allow}, {@code log}, {@code errno N}, {@code errno N report}, {@code
 * kill-process}, {@code kill-process report}, {@code kill-thread}, {@code trap N}, {@code notify
 * NAME} or {@code notify NAME continue}, NAME being a handler's that the caller gives. CALL is a
 * name, a name with conditions in brackets, all of which must hold: {@code ioctl(arg1:32 == 0x5412,
 * arg2 & 6 == 0)}, or {@code @NAME} for the calls of a set. A condition names an argument, {@code
 * :32} when only its low half counts, and compares unsigned by {@code == != < <= > >=}; {@code
 * arg0:32 in A B C} stands for three rows. Rows are tried in order. For a call that the including
 * file itself mentions, it alone decides: rows of included files are left out.
 */
final class PolicyReader {
  static final String VERSION = "sandbox4j-seccomp 1";

  /** Of one file, in characters; of included files in all. */
  private static final int MOST_TEXT = 1 << 20;

  private static final int MOST_INCLUDES = 64;
  private static final String REASON = " -- ";

  /** Where the text of files is found. */
  interface Files {
    /**
     * The one key of the file that {@code from} includes as {@code name}.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    String resolve(String from, String name);

    /** The text of the file with that key. */
    String text(String key);

    /** Files that are named the same from everywhere. */
    static Files flat(UnaryOperator<String> texts) {
      return new Files() {
        @Override
        public String resolve(String from, String name) {
          return name;
        }

        @Override
        public String text(String key) {
          return texts.apply(key);
        }
      };
    }
  }

  private final String file;
  private final Files files;
  private final List<String> including;
  private final PolicyNames names;
  private final int[] read; // files so far, shared by all readers of one policy
  private final List<SeccompGroup> groups = new ArrayList<>();
  private final List<SeccompGroup> included = new ArrayList<>();
  private final Map<DangerousGrant, String> accepted = new TreeMap<>();
  private final List<SyscallRule> rules = new ArrayList<>();
  private @Nullable PolicyStatement heading;
  private String groupName = "";
  private String groupIntent = "";
  private @Nullable SeccompAction otherwise;

  private PolicyReader(
      String file, Files files, List<String> including, PolicyNames names, int[] read) {
    this.file = file;
    this.files = files;
    this.including = including;
    this.names = names;
    this.read = read;
  }

  private static PolicyReader begin(String key, Files files, PolicyNames names) {
    var reader = new PolicyReader(key, files, List.of(key), names, new int[] {0});
    reader.statements(files.text(key));
    return reader;
  }

  /**
   * Reads one file and what it includes.
   *
   * @param name the policy's name
   * @param key the file's key
   * @param files gives a file's text
   * @param sets the sets there are from the beginning
   * @param handlers the handlers there are
   * @throws PolicySyntaxException naming file, line, column and what is wrong
   * @throws IllegalArgumentException when the rows contradict each other
   */
  static SeccompPolicy read(
      String name,
      String key,
      Files files,
      Map<String, SyscallSet> sets,
      Map<String, SyscallHandler> handlers) {
    var reader = begin(key, files, PolicyNames.with(sets, handlers));
    if (reader.otherwise == null) {
      throw new PolicySyntaxException(
          key, 1, 1, "the policy says nothing by \"otherwise\"; add: otherwise errno 38");
    }
    return new SeccompPolicy(name, reader.otherwise, reader.allGroups(), reader.accepted);
  }

  /** Reads a file of nothing but sets. */
  static Map<String, SyscallSet> sets(String key, Files files) {
    return begin(key, files, PolicyNames.with(Map.of(), Map.of())).names.sets();
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

  private void statements(String text) {
    if (text.length() > MOST_TEXT) {
      throw new PolicySyntaxException(
          file, 1, 1, "the file has more than " + MOST_TEXT + " characters");
    }
    List<PolicyStatement> statements = PolicyStatement.split(file, text);
    if (statements.isEmpty() || !statements.getFirst().text().equals(VERSION)) {
      throw new PolicySyntaxException(file, 1, 1, "the first line must be " + VERSION);
    }
    for (var statement : statements.subList(1, statements.size())) {
      try {
        one(statement);
      } catch (PolicySyntaxException mistake) {
        throw mistake;
      } catch (IllegalArgumentException mistake) {
        throw statement.mistake(0, String.valueOf(mistake.getMessage()));
      }
    }
    endGroup();
  }

  private void one(PolicyStatement statement) {
    String text = statement.text();
    int space = text.indexOf(' ');
    int rest = space < 0 ? text.length() : space + 1;
    switch (space < 0 ? text : text.substring(0, space)) {
      case "include" -> include(text.substring(rest));
      case "let" -> let(statement, rest);
      case "set" -> set(statement, rest);
      case "accept" -> accept(statement, rest);
      case "otherwise" -> otherwise = parser(statement, rest, text.length()).onlyAction();
      case "group" -> group(statement, rest);
      default -> row(statement);
    }
  }

  private RowParser parser(PolicyStatement statement, int from, int to) {
    return new RowParser(names, new PolicyWords(statement, from, to));
  }

  private void include(String name) {
    String key = files.resolve(file, name);
    if (including.contains(key)) {
      throw new IllegalArgumentException("the file includes itself by way of " + name);
    }
    if (++read[0] > MOST_INCLUDES) {
      throw new IllegalArgumentException("more than " + MOST_INCLUDES + " files are included");
    }
    List<String> deeper = new ArrayList<>(including);
    deeper.add(key);
    var other =
        new PolicyReader(
            key,
            files,
            deeper,
            new PolicyNames(new HashMap<>(), names.sets(), names.handlers()),
            read);
    other.statements(files.text(key));
    names.values().putAll(other.names.values());
    included.addAll(other.allGroups());
    other.accepted.forEach(accepted::putIfAbsent);
    if (otherwise == null) {
      otherwise = other.otherwise;
    }
  }

  private void let(PolicyStatement statement, int from) {
    String text = statement.text();
    int equals = text.indexOf('=', from);
    if (equals < 0) {
      throw statement.mistake(from, "expected let NAME = VALUE");
    }
    String name = text.substring(from, equals).strip();
    if (name.isEmpty() || (name.charAt(0) >= '0' && name.charAt(0) <= '9')) {
      throw statement.mistake(from, "a value's name begins with a letter, not \"" + name + "\"");
    }
    PolicyText.checkName("value", name);
    long value = parser(statement, equals + 1, text.length()).onlyValue();
    if (names.values().putIfAbsent(name, value) != null) {
      throw statement.mistake(from, name + " is named twice");
    }
  }

  private void set(PolicyStatement statement, int from) {
    String text = statement.text();
    int equals = text.indexOf('=', from);
    int reason = text.indexOf(REASON, from);
    if (equals < 0 || reason < equals) {
      throw statement.mistake(from, "expected set NAME = CALL... -- INTENT");
    }
    String name = text.substring(from, equals).strip();
    var uses = parser(statement, equals + 1, reason).onlyUses();
    String intent = text.substring(reason + REASON.length());
    if (names.sets().putIfAbsent(name, new SyscallSet(name, intent, uses)) != null) {
      throw statement.mistake(from, "the set " + name + " is named twice");
    }
  }

  private void accept(PolicyStatement statement, int from) {
    String text = statement.text();
    int reason = text.indexOf(REASON);
    if (reason < 0) {
      throw statement.mistake(
          text.length(), "the grant says no reason: expected -- REASON at its end");
    }
    var words = new PolicyWords(statement, from, reason);
    do {
      accepted.put(grant(words), text.substring(reason + REASON.length()));
    } while (!words.isAtEnd());
  }

  private static DangerousGrant grant(PolicyWords words) {
    String word = words.take();
    for (var grant : DangerousGrant.values()) {
      if (grant.word().equals(word)) {
        return grant;
      }
    }
    var known = Arrays.stream(DangerousGrant.values()).map(DangerousGrant::word);
    throw words.before(
        "there is no dangerous grant \"" + word + "\"" + NearestName.suggestion(word, known));
  }

  private void group(PolicyStatement statement, int from) {
    endGroup();
    String text = statement.text();
    int colon = text.indexOf(':', from);
    if (colon < 0) {
      throw statement.mistake(from, "expected group NAME: INTENT");
    }
    groupName = text.substring(from, colon).strip();
    groupIntent = text.substring(colon + 1).strip();
    PolicyText.checkName("group", groupName);
    heading = statement;
  }

  private void endGroup() {
    if (heading != null) {
      groups.add(new SeccompGroup(groupName, groupIntent, rules));
    }
    rules.clear();
  }

  private void row(PolicyStatement statement) {
    String text = statement.text();
    if (heading == null) {
      throw statement.mistake(0, "a row stands before the first group");
    }
    int reason = text.indexOf(REASON);
    int end = reason < 0 ? text.length() : reason;
    var words = new PolicyWords(statement, 0, end);
    var parser = new RowParser(names, words);
    var action = parser.action();
    var uses = parser.onlyUses();
    if (reason < 0) {
      throw statement.mistake(
          text.length(), "the row says no reason: expected -- REASON at its end");
    }
    String why = text.substring(reason + REASON.length());
    uses.forEach(use -> rules.add(new SyscallRule(use.call(), use.conditions(), action, why)));
  }
}
