/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;

/** A mistake of the caller's is refused, and the message names the value and the rule. */
final class Refusal {
  private Refusal() {}

  static void refused(Executable mistake, String... named) {
    refusedAs(IllegalArgumentException.class, mistake, named);
  }

  static void refusedAs(Class<? extends Exception> as, Executable mistake, String... named) {
    String message = String.valueOf(assertThrows(as, mistake).getMessage());
    assertAll(
        Arrays.stream(named)
            .map(part ->
                () ->
                    assertTrue(
                        message.contains(part), () -> "'" + part + "' is not in: " + message)));
  }
}
