/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON text: objects, lists, strings, numbers, booleans and null. */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** An object whose members keep the order in which they are put in. */
  static Map<String, @Nullable Object> object() {
    return new LinkedHashMap<>();
  }

  /**
   * The text of a value.
   *
   * @param value a map with string keys, an iterable, a string, a number, a boolean, or null
   * @return JSON without line breaks, ASCII only
   * @throws IllegalArgumentException if JSON has no such value
   */
  static String text(@Nullable Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case Boolean truth -> out.append(truth);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Double number when Double.isFinite(number) -> out.append(number);
      case Map<?, ?> members -> members(members);
      case Iterable<?> items -> items(items);
      default ->
          throw new IllegalArgumentException(
              "JSON has no " + value.getClass().getName() + ": " + value);
    }
  }

  private void members(Map<?, ?> members) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      out.append(comma);
      string(String.valueOf(member.getKey()));
      out.append(':');
      value(member.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private void items(Iterable<?> items) {
    out.append('[');
    for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
      value(rest.next());
      if (rest.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          // ASCII only: lone surrogates and line separators harm no reader then.
          if (c < ' ' || c > '~') {
            out.append("\\u").append(String.format("%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
