/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

/** What became of a step in the simulator. */
sealed interface StepOutcome {
  /** Done; the next step is next. */
  StepOutcome DONE = new Done(0);

  /**
   * Done; so many steps are left out.
   *
   * @param skip how many
   */
  record Done(int skip) implements StepOutcome {}

  /**
   * The step failed.
   *
   * @param errno why
   */
  record Failed(int errno) implements StepOutcome {}

  /**
   * Another process said that a step of its own failed.
   *
   * @param ending how that one ended
   */
  record Told(PlanSimulator.Ending ending) implements StepOutcome {}

  /**
   * To be tried again.
   *
   * @param errno why it failed, should it be the last time
   */
  record Later(int errno) implements StepOutcome {}
}
