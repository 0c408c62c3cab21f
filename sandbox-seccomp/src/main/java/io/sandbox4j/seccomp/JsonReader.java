/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) that others wrote: no value nests deeper than a profile does, numbers are
 * whole ones, a name stands once in an object. Each mistake has its line and column.
 */
final class JsonReader {
  private static final int DEEPEST = 32;
  private static final int MOST_TEXT = 4 << 20;

  /** Digits of a number: more than those of 64 bits. */
  private static final int MOST_DIGITS = 25;

  /** A value and where it begins. */
  sealed interface Value {
    int offset();
  }

  record Members(int offset, Map<String, Value> all) implements Value {}

  record Items(int offset, List<Value> all) implements Value {}

  record Text(int offset, String text) implements Value {}

  record Whole(int offset, BigInteger number) implements Value {}

  record Truth(int offset, boolean isTrue) implements Value {}

  record Nothing(int offset) implements Value {}

  private final String file;
  private final String text;
  private int at;

  JsonReader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The one value that the text is. */
  Value read() {
    if (text.length() > MOST_TEXT) {
      throw mistake(0, "more than " + MOST_TEXT + " characters");
    }
    Value value = value(0);
    space();
    if (at < text.length()) {
      throw mistake(at, "the text goes on behind its value");
    }
    return value;
  }

  /** A mistake at an offset of the text. */
  PolicySyntaxException mistake(int offset, String message) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < offset && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new PolicySyntaxException(file, line, offset - begin + 1, message);
  }

  private Value value(int depth) {
    space();
    if (depth > DEEPEST) {
      throw mistake(at, "values nest deeper than " + DEEPEST);
    }
    int begin = at;
    if (at == text.length()) {
      throw mistake(at, "a value is missing at the end");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Text(begin, string());
      case 't' -> word("true", new Truth(begin, true));
      case 'f' -> word("false", new Truth(begin, false));
      case 'n' -> word("null", new Nothing(begin));
      default -> {
        if (c == '-' || (c >= '0' && c <= '9')) {
          yield number();
        }
        throw mistake(begin, "no value begins with '" + c + "'");
      }
    };
  }

  private Value members(int depth) {
    int begin = at++;
    Map<String, Value> all = new LinkedHashMap<>();
    space();
    if (taken('}')) {
      return new Members(begin, all);
    }
    do {
      space();
      int named = at;
      String name = string();
      space();
      expect(':');
      if (all.put(name, value(depth + 1)) != null) {
        throw mistake(named, "\"" + name + "\" stands twice in one object");
      }
      space();
    } while (taken(','));
    expect('}');
    return new Members(begin, all);
  }

  private Value items(int depth) {
    int begin = at++;
    List<Value> all = new ArrayList<>();
    space();
    if (taken(']')) {
      return new Items(begin, all);
    }
    do {
      all.add(value(depth + 1));
      space();
    } while (taken(','));
    expect(']');
    return new Items(begin, all);
  }

  private Value number() {
    int begin = at;
    taken('-');
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    boolean leadingZero = at > digits + 1 && text.charAt(digits) == '0';
    if (at == digits || leadingZero || at - digits > MOST_DIGITS) {
      throw mistake(begin, "no number");
    }
    if (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0) {
      throw mistake(begin, "a whole number is wanted");
    }
    return new Whole(begin, new BigInteger(text.substring(begin, at)));
  }

  private Value word(String word, Value value) {
    if (!text.startsWith(word, at)) {
      throw mistake(at, "expected " + word);
    }
    at += word.length();
    return value;
  }

  private String string() {
    int begin = at;
    if (!taken('"')) {
      throw mistake(at, "expected a string in double quotes");
    }
    var string = new StringBuilder();
    while (true) {
      if (at == text.length()) {
        throw mistake(begin, "the string does not end");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw mistake(at - 1, "a control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    if (at == text.length()) {
      throw mistake(at, "the string does not end");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw mistake(at - 2, "\\" + c + " escapes nothing");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f') {
        throw mistake(at, "four hexadecimal digits are wanted");
      }
      code = 16 * code + digit;
    }
    return (char) code;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean taken(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!taken(c)) {
      throw mistake(at, "expected '" + c + "'");
    }
  }
}
