/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/** The launch of a run failed at one step; nothing of it is left. */
public class SandboxSetupException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final String stage;
  private final String step;
  private final String call;
  private final String errno;
  private final int errnoNumber;
  private final String fix;

  /**
   * A failure.
   *
   * @param stage where in the launch, for example {@code INIT ROOT_FILESYSTEM}
   * @param step what the step was for
   * @param call the system call with its arguments
   * @param errno the name of its errno
   * @param errnoNumber its errno
   * @param fix what to do, or empty where nobody knows
   */
  public SandboxSetupException(
      String stage, String step, String call, String errno, int errnoNumber, String fix) {
    super(
        "cannot " + step + ": " + call + " gave " + errno + " (" + stage + ")" + (fix.isEmpty() ? "" : ". " + fix));
    this.stage = Objects.requireNonNull(stage, "stage");
    this.step = Objects.requireNonNull(step, "step");
    this.call = Objects.requireNonNull(call, "call");
    this.errno = Objects.requireNonNull(errno, "errno");
    this.errnoNumber = errnoNumber;
    this.fix = fix;
  }

  /** Where in the launch. */
  public String stage() {
    return stage;
  }

  /** What the step was for. */
  public String step() {
    return step;
  }

  /** The system call with its arguments. */
  public String call() {
    return call;
  }

  /** The name of the errno. */
  public String errno() {
    return errno;
  }

  /** The errno's number. */
  public int errnoNumber() {
    return errnoNumber;
  }

  /** What to do, or empty where nobody knows. */
  public String fix() {
    return fix;
  }
}
