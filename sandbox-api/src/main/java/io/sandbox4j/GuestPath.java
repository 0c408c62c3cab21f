/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * An absolute path inside a sandbox, without {@code .}, {@code ..} and doubled slashes.
 *
 * @param text the path, starting with a slash
 */
public record GuestPath(String text) implements Comparable<GuestPath> {
  /** The directory that relative paths start from. */
  public static final GuestPath WORK = new GuestPath("/work");

  /** Checks that the path is in its normal form. */
  public GuestPath {
    Objects.requireNonNull(text, "text");
    if (!text.equals(normal(text))) {
      throw new IllegalArgumentException("'" + text + "' is not a normal absolute path");
    }
  }

  /**
   * Reads an absolute path.
   *
   * @param path starts with a slash; {@code .} and {@code ..} inside are resolved
   * @return the path
   * @throws IllegalArgumentException if it is relative, leads above the root or contains NUL
   */
  public static GuestPath absolute(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("'" + path + "' is relative; a path inside the sandbox starts with /");
    }
    return new GuestPath(normal(path));
  }

  /**
   * Reads a path that starts from {@code /work} unless it is absolute.
   *
   * @param path a path
   * @return the path
   * @throws IllegalArgumentException if it leads above its start or contains NUL
   */
  public static GuestPath fromWork(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("an empty path names no file");
    }
    if (path.startsWith("/")) {
      return absolute(path);
    }
    String inside = normal("/" + path);
    return new GuestPath(inside.equals("/") ? WORK.text : WORK.text + inside);
  }

  private static String normal(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path contains a NUL character: " + path.replace('\0', '?'));
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw new IllegalArgumentException("'" + path + "' leads outside the root");
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
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
