/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.List;
import java.util.Objects;

/**
 * A system call that was refused and reported.
 *
 * @param call its name
 * @param number its number on this architecture
 * @param arguments the six raw arguments of the first such call
 * @param count how many such calls there were
 */
public record Denial(String call, int number, List<Long> arguments, long count) {
  /** Copies the arguments. */
  public Denial {
    Objects.requireNonNull(call, "call");
    arguments = List.copyOf(arguments);
  }
}
