/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Numbers and foreign text in reports. */
public final class Texts {
  /** Of a program's text, in bytes, before it is cut. */
  static final int MOST = 256;

  private Texts() {}

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  static String address(long value) {
    return value == 0 ? "NULL" : hex(value);
  }

  /**
   * Text of a program in quotation marks. What could steer a terminal or look like other text
   * (control characters, changes of direction, bytes that are no UTF-8) is escaped.
   *
   * @param bytes the bytes
   * @param cut whether there were more
   * @return the text
   */
  static String quoted(byte[] bytes, boolean cut) {
    return '"' + escaped(bytes, "\"\\") + '"' + (cut ? "..." : "");
  }

  /**
   * Text of a program as it is, but for what could steer a terminal, and bytes that are no UTF-8.
   *
   * @param bytes the bytes
   * @return the text
   */
  public static String plain(byte[] bytes) {
    return escaped(bytes, "");
  }

  private static String escaped(byte[] bytes, String alsoEscaped) {
    var text = new StringBuilder(bytes.length + 2);
    for (int i = 0; i < bytes.length; ) {
      int length = length(bytes[i]);
      String one = i + length <= bytes.length ? new String(bytes, i, length, UTF_8) : "\ufffd";
      int character = one.codePointAt(0);
      if (one.length() != Character.charCount(character) || character == 0xfffd) {
        text.append("\\x%02x".formatted(bytes[i]));
        i++;
        continue;
      }
      i += length;
      if (alsoEscaped.indexOf(character) >= 0) {
        text.append('\\').append(one);
      } else if (isSeen(character)) {
        text.append(one);
      } else if (character == '\n') {
        text.append("\\n");
      } else {
        text.append(
            character < 0x80 ? "\\x%02x".formatted(character) : "\\u{%x}".formatted(character));
      }
    }
    return text.toString();
  }

  /** The bytes of the character that begins with this one. */
  private static int length(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return ones >= 2 && ones <= 4 ? ones : 1;
  }

  private static boolean isSeen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }

  /** A table beside these classes. */
  static String resource(String name) {
    try (var in = Texts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            name + " is missing beside " + Texts.class + "; was the jar repackaged?");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }
}
