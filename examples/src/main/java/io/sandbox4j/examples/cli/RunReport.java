/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.SandboxResult;
import java.util.Objects;

/** What became of one run: only here a set-up that failed is an outcome like others. */
sealed interface RunReport {

  /**
   * The program ran.
   *
   * @param result how it ended
   */
  record Ended(SandboxResult result) implements RunReport {
    /** Checks that there is a result. */
    public Ended {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * The program did not start.
   *
   * @param failure why
   */
  record NotStarted(RuntimeException failure) implements RunReport {
    /** Checks that there is a failure. */
    public NotStarted {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
