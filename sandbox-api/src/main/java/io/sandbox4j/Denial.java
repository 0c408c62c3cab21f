/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.List;
import java.util.Objects;

/**
 * A system call that was refused and reported. A program can call numbers without end that mean
 * nothing: the first 1024 different ones are told apart, all others are one more entry, {@link
 * #OTHERS}.
 *
 * @param call its name; the number as text if it means nothing to the kernels known here; or {@link
 *     #OTHERS}
 * @param number its number on this architecture; {@link #NO_NUMBER} for the others
 * @param arguments the six raw arguments of the first such call
 * @param count how many such calls there were
 */
public record Denial(String call, int number, List<Long> arguments, long count) {
  /** The name of all calls together that are not told apart. */
  public static final String OTHERS = "others";

  /** The number of {@link #OTHERS}. */
  public static final int NO_NUMBER = -1;

  /** Copies the arguments. */
  public Denial {
    Objects.requireNonNull(call, "call");
    arguments = List.copyOf(arguments);
  }
}
