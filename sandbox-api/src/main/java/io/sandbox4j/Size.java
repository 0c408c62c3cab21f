/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, or no bound at all.
 *
 * @param bytes 0 or more; {@link Long#MAX_VALUE} is {@link #UNLIMITED}
 */
public record Size(long bytes) implements Comparable<Size> {
  /** No bound. */
  public static final Size UNLIMITED = new Size(Long.MAX_VALUE);

  private static final Pattern TEXT = Pattern.compile("(\\d+)([kmgt]?)(i?b)?");
  private static final String UNITS = "kmgt";

  /** Checks that the size is not negative. */
  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is 0 or more bytes, not " + bytes);
    }
  }

  /**
   * So many bytes.
   *
   * @param bytes 0 or more
   * @return the size
   */
  public static Size bytes(long bytes) {
    return new Size(bytes);
  }

  /**
   * So many times 1024 bytes.
   *
   * @param kib 0 or more
   * @return the size
   */
  public static Size kib(long kib) {
    return times(kib, 1L << 10, "KiB");
  }

  /**
   * So many times 1024² bytes.
   *
   * @param mib 0 or more
   * @return the size
   */
  public static Size mib(long mib) {
    return times(mib, 1L << 20, "MiB");
  }

  /**
   * So many times 1024³ bytes.
   *
   * @param gib 0 or more
   * @return the size
   */
  public static Size gib(long gib) {
    return times(gib, 1L << 30, "GiB");
  }

  /**
   * Reads a size such as {@code 64m}, {@code 1g} or {@code 4096}; units are powers of 1024.
   *
   * @param text digits and an optional unit k, m, g or t, in either case, with or without {@code b}
   *     or {@code ib}
   * @return the size
   * @throws IllegalArgumentException naming the text, if it is no size or too large
   */
  public static Size parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size: digits and an optional unit k, m, g or t, for example 64m");
    }
    try {
      int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
      return times(Long.parseLong(matcher.group(1)), 1L << (10 * power), matcher.group(2));
    } catch (NumberFormatException tooLong) {
      throw new IllegalArgumentException("'" + text + "' is too large for a size", tooLong);
    }
  }

  private static Size times(long count, long unit, String name) {
    if (count < 0) {
      throw new IllegalArgumentException("a size is 0 or more, not " + count + " " + name);
    }
    if (count > (Long.MAX_VALUE - 1) / unit) {
      throw new IllegalArgumentException(count + " " + name + " does not fit into 63 bits");
    }
    return new Size(count * unit);
  }

  /** {@return whether this is no bound} */
  public boolean isUnlimited() {
    return bytes == Long.MAX_VALUE;
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    if (isUnlimited()) {
      return "unlimited";
    }
    String[] names = {" bytes", " KiB", " MiB", " GiB", " TiB"};
    int power = 0;
    long value = bytes;
    while (power < names.length - 1 && value >= 1024 && value % 1024 == 0) {
      value /= 1024;
      power++;
    }
    return value + names[power];
  }
}
