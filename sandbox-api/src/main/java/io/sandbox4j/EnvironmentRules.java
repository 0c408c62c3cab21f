/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import io.sandbox4j.spi.GuestText;

/** What a variable of an environment may look like. */
final class EnvironmentRules {
  /** MAX_ARG_STRLEN, 32 pages: what execve takes in one string, its NUL included. */
  static final int MOST_BYTES = 131_072;

  private EnvironmentRules() {}

  /** Refuses what execve would misread. The value may be a secret: no message has it. */
  static void check(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "'" + name.replace('\0', '?') + "' is no name of a variable: not empty, no =, no NUL");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of " + name + " contains a NUL character");
    }
    int bytes = GuestText.encode(name).length + 1 + GuestText.encode(value).length;
    if (bytes >= MOST_BYTES) {
      throw new IllegalArgumentException(
          "the variable %.40s has %d bytes with its name; the kernel takes %d (MAX_ARG_STRLEN)"
              .formatted(name, bytes, MOST_BYTES - 1));
    }
  }
}
