/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/** The launch of a run failed at one step; nothing of it is left. */
public class SandboxSetupException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /** Where in the launch. */
  private final String stage;

  /** What the step was for. */
  private final String step;

  /** The call as people write it. */
  private final String call;

  /** The name of the errno. */
  private final String errno;

  /** The number of the errno. */
  private final int errnoNumber;

  /** What to do, or empty. */
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
        "cannot "
            + step
            + ": "
            + call
            + " gave "
            + errno
            + " ("
            + stage
            + ")"
            + (fix.isEmpty() ? "" : ". " + fix));
    this.stage = Objects.requireNonNull(stage, "stage");
    this.step = Objects.requireNonNull(step, "step");
    this.call = Objects.requireNonNull(call, "call");
    this.errno = Objects.requireNonNull(errno, "errno");
    this.errnoNumber = errnoNumber;
    this.fix = fix;
  }

  /** {@return where in the launch} */
  public String stage() {
    return stage;
  }

  /** {@return what the step was for} */
  public String step() {
    return step;
  }

  /** {@return the system call with its arguments} */
  public String call() {
    return call;
  }

  /** {@return the name of the errno} */
  public String errno() {
    return errno;
  }

  /** {@return the errno's number} */
  public int errnoNumber() {
    return errnoNumber;
  }

  /** {@return what to do, or empty where nobody knows} */
  public String fix() {
    return fix;
  }
}
