/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A figure, with how it was measured.
 *
 * @param value the figure, null where nobody counted
 * @param by how, for example {@code cgroup v2 cpu.stat}
 * @param <T> the kind of figure
 */
public record Measured<T>(@Nullable T value, String by) {
  /** Checks that the way is named. */
  public Measured {
    Objects.requireNonNull(by, "by");
  }

  /**
   * A figure that nobody counted.
   *
   * @param why why not
   * @param <T> the kind of figure
   * @return the absence
   */
  public static <T> Measured<T> notCounted(String why) {
    return new Measured<>(null, why);
  }

  /** {@return whether there is a figure} */
  public boolean isCounted() {
    return value != null;
  }

  /**
   * The figure.
   *
   * @return the figure
   * @throws IllegalStateException saying why, if nobody counted
   */
  public T get() {
    T figure = value;
    if (figure == null) {
      throw new IllegalStateException("not counted: " + by);
    }
    return figure;
  }

  /**
   * The figure, or a substitute.
   *
   * @param other the substitute
   * @return one of them
   */
  public T orElse(T other) {
    T figure = value;
    return figure == null ? other : figure;
  }

  @Override
  public String toString() {
    return value == null ? "not counted (" + by + ")" : value + " (" + by + ")";
  }
}
