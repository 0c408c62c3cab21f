/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import org.jspecify.annotations.Nullable;

/**
 * What the library throws for reasons other than its caller's mistakes: a set-up that failed, a
 * host that lacks a wall, no free turn, and {@link SandboxResult#orThrow()}.
 */
public class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message what failed and what to do
   */
  public SandboxException(String message) {
    super(message);
  }

  /**
   * A failure with a cause.
   *
   * @param message what failed and what to do
   * @param cause why
   */
  public SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
