/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Names, arguments and paths of a guest as text. The kernel knows bytes only; we write UTF-8,
 * whatever the JVM's locale. A byte that is no UTF-8 stands in the text as the lone surrogate
 * U+DC00 plus its value (0x80 to 0xFF), as in Python's PEP 383, so that every sequence of bytes
 * comes back as it was.
 */
public final class GuestText {
  private static final char ESCAPE = '\udc00';

  private GuestText() {}

  /**
   * The bytes that the kernel gets.
   *
   * @param text well-formed UTF-16, but for escaped bytes U+DC80 to U+DCFF
   * @return its bytes, without a terminator
   * @throws IllegalArgumentException if another lone surrogate is in the text: it would silently
   *     become a question mark
   */
  public static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeWithSurrogates(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encodeWithSurrogates(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        out.write(escaped(text, i));
        plain = i + 1;
      }
    }
    out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static int escaped(String text, int index) {
    int value = text.charAt(index) - ESCAPE;
    if (value < 0x80 || value > 0xff) {
      throw new IllegalArgumentException(
          "character %d of a text of %d, U+%04X, is half a surrogate pair: it has no UTF-8"
              .formatted(index, text.length(), (int) text.charAt(index)));
    }
    return value;
  }

  /**
   * The text of bytes that came from the kernel or from a caller.
   *
   * @param bytes any bytes
   * @return a text that {@link #encode} turns into the same bytes
   */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
    }
  }
}
