/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.nio.charset.StandardCharsets;

/**
 * What became of an output of the program. With {@link Output#capture} its beginning is here; with
 * {@link Output#file}, {@link Output#lines} and {@link Output#inherit} only the counts are. An
 * output that the caller reads as a pipe is {@link #NONE}.
 *
 * @param content the bytes kept in memory
 * @param kept how many bytes were kept in memory, or taken by the file, the consumer or the JVM's
 *     own stream; less than {@code total} also when these failed
 * @param total how many bytes the program wrote
 */
@SuppressWarnings("ArrayRecordComponent") // copied going in and out, compared by content
public record CapturedOutput(byte[] content, long kept, long total) {
  /** Nothing captured. */
  public static final CapturedOutput NONE = new CapturedOutput(new byte[0], 0);

  /** Copies the bytes. */
  public CapturedOutput {
    content = content.clone();
  }

  /**
   * An output kept in memory.
   *
   * @param content the bytes that were kept
   * @param total how many bytes the program wrote
   */
  public CapturedOutput(byte[] content, long total) {
    this(content, content.length, total);
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
    return total > kept;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof CapturedOutput that
        && kept == that.kept
        && total == that.total
        && java.util.Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return kept + " of " + total + " bytes";
  }
}
