/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/** This host cannot build a wall that the sandbox needs. */
public class UnsupportedHostException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /** What was found. */
  private final HostReport report;

  /**
   * A failure.
   *
   * @param message which wall, why, and what to do
   * @param report what was found on the host
   */
  public UnsupportedHostException(String message, HostReport report) {
    super(message);
    this.report = Objects.requireNonNull(report, "report");
  }

  /** {@return what was found on the host} */
  public HostReport report() {
    return report;
  }
}
