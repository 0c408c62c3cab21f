/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** A run waited for its turn longer than {@link Sandbox.Builder#queueTimeout} allows. */
public class SandboxBusyException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message how many runs there are and how long it waited
   */
  public SandboxBusyException(String message) {
    super(message);
  }
}
