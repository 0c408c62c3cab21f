/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.charset.StandardCharsets;

/**
 * What a program wrote, as far as it was kept.
 *
 * @param content the kept bytes; the record's own
 * @param total how many bytes it wrote
 */
@SuppressWarnings("ArrayRecordComponent") // copied going in and out, compared by content
public record CapturedOutput(byte[] content, long total) {
  /** Nothing was captured. */
  public static final CapturedOutput NONE = new CapturedOutput(new byte[0], 0);

  /** Copies the bytes. */
  public CapturedOutput {
    content = content.clone();
  }

  /** {@return the kept bytes, a copy} */
  @Override
  public byte[] content() {
    return content.clone();
  }

  /** {@return the kept bytes, a copy} */
  public byte[] bytes() {
    return content.clone();
  }

  /** {@return the kept bytes as UTF-8; malformed bytes become U+FFFD} */
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** {@return whether the program wrote more than was kept} */
  public boolean truncated() {
    return total > content.length;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof CapturedOutput that
        && total == that.total
        && java.util.Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length + " of " + total + " bytes";
  }
}
