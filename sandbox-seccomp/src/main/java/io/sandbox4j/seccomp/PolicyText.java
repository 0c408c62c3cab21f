/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** What names and sentences of policies must be, so that their text form can hold them. */
final class PolicyText {
  private PolicyText() {}

  /** Checks that a name is of letters, digits, dots, dashes and underscores. */
  static void checkName(String what, String name) {
    boolean fine = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      fine &=
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (c == '_' || c == '.' || c == '-');
    }
    if (!fine) {
      throw new IllegalArgumentException(
          "a "
              + what
              + " needs a name of letters, digits, dots, dashes and underscores, not \""
              + name
              + "\"");
    }
  }

  /** The sentence with single spaces for each stretch of white space. */
  static String oneLine(String what, String sentence) {
    var line = new StringBuilder(sentence.length());
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (Character.isWhitespace(c)) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
          line.append(' ');
        }
      } else if (c == '#' || c < ' ' || c == 0x7f) {
        throw new IllegalArgumentException(
            "the %s has the character 0x%02x, which a policy file cannot hold"
                .formatted(what, (int) c));
      } else {
        line.append(c);
      }
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == ' ') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }
}
