/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.GuestText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An absolute path inside a sandbox, in its normal form: no {@code .}, no doubled slashes, no slash
 * at the end. A {@code ..} is refused: what it means depends on links, which a program can make. In
 * UTF-8 a name has at most 255 bytes (NAME_MAX), a path 4095 (PATH_MAX).
 *
 * @param text the path, starting with a slash; bytes that are no UTF-8 as in {@link GuestText}
 */
public record GuestPath(String text) implements Comparable<GuestPath> {
  /** The directory that relative paths start from. */
  public static final GuestPath WORK = new GuestPath("/work");

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 4095;

  /**
   * Checks that the path is in its normal form.
   *
   * @throws IllegalArgumentException if it is not
   */
  public GuestPath {
    Objects.requireNonNull(text, "text");
    if (!text.equals(normal(text))) {
      throw new IllegalArgumentException("'" + text + "' is not a normal absolute path");
    }
  }

  /**
   * Reads an absolute path.
   *
   * @param path starts with a slash; brought into its normal form
   * @return the path
   * @throws IllegalArgumentException if it is relative, has a {@code ..} or a NUL, or is too long
   */
  public static GuestPath absolute(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + visible(path) + "' is relative; a path inside the sandbox starts with /");
    }
    return new GuestPath(normal(path));
  }

  /**
   * Reads a path that starts from {@code /work} unless it is absolute.
   *
   * @param path a path; {@code .} is {@code /work} itself
   * @return the path
   * @throws IllegalArgumentException if it is empty, has a {@code ..} or a NUL, or is too long
   */
  public static GuestPath fromWork(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("an empty path names no file");
    }
    return absolute(path.startsWith("/") ? path : WORK.text + "/" + path);
  }

  /**
   * Reads a path of any bytes; a relative one starts from {@code /work}. Its {@link #text()} stands
   * for these bytes wherever a path is taken as text.
   *
   * @param path a path
   * @return the path
   * @throws IllegalArgumentException if it is empty, has a {@code ..} or a NUL, or is too long
   */
  public static GuestPath ofBytes(byte[] path) {
    return fromWork(GuestText.decode(path));
  }

  private static String normal(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("'" + visible(path) + "' contains a NUL character");
    }
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        throw new IllegalArgumentException(
            "'" + path + "' could lead outside: a path inside the sandbox has no '..'");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(atMost(LONGEST_NAME, "a name", name));
      }
    }
    return atMost(LONGEST_PATH, "a path", "/" + String.join("/", names));
  }

  private static String atMost(int bytes, String what, String text) {
    int length = GuestText.encode(text).length;
    if (length > bytes) {
      throw new IllegalArgumentException(
          "%s has at most %d bytes, not %d: '%.40s...'".formatted(what, bytes, length, text));
    }
    return text;
  }

  private static String visible(String path) {
    return path.replace('\0', '?');
  }

  /** {@return the path as the kernel gets it, without a terminator} */
  public byte[] bytes() {
    return GuestText.encode(text);
  }

  /**
   * Whether the other path is this one or below it.
   *
   * @param other another path
   * @return whether this path holds it
   */
  public boolean contains(GuestPath other) {
    return text.equals("/") || other.text.equals(text) || other.text.startsWith(text + "/");
  }

  @Override
  public int compareTo(GuestPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
