/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.io.Serial;

/** A mistake in a policy file or profile, and where it is. */
public final class PolicySyntaxException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  /** The file, as it was named. */
  private final String file;

  /** The line, from 1. */
  private final int line;

  /** The column, from 1. */
  private final int column;

  PolicySyntaxException(String file, int line, int column, String message) {
    super("%s:%d:%d: %s".formatted(file, line, column, message));
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** {@return the file, as it was named} */
  public String file() {
    return file;
  }

  /** {@return the line, from 1} */
  public int line() {
    return line;
  }

  /** {@return the column in characters, from 1} */
  public int column() {
    return column;
  }
}
