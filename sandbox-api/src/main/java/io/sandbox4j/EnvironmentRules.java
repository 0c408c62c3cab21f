/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** What a variable of an environment may look like. */
final class EnvironmentRules {
  private EnvironmentRules() {}

  static void check(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "'" + name.replace('\0', '?') + "' is no name of a variable: not empty, no =, no NUL");
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of " + name + " contains a NUL character");
    }
  }
}
