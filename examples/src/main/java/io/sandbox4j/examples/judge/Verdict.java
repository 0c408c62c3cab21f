/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import java.util.function.BooleanSupplier;

/** What the judge says about a submission. */
enum Verdict {
  /** Accepted. */
  AC("accepted"),
  /** Another answer. */
  WA("wrong answer"),
  /** The CPU or wall time limit was exceeded. */
  TLE("time limit exceeded"),
  /** The memory limit was exceeded. */
  MLE("memory limit exceeded"),
  /** It ended with a status other than 0, or by a signal. */
  RE("runtime error"),
  /** It wrote more than it may. */
  OLE("output limit exceeded"),
  /** It made a forbidden system call. */
  SV("security violation"),
  /** The compiler refused it, or exceeded a limit over it. */
  CE("compile error"),
  /** The judge itself failed: no statement about the submission. */
  IE("internal error");

  private final String meaning;

  Verdict(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }

  /**
   * The verdict of one test.
   *
   * @param outcome how the run ended
   * @param isAnswerRight compares the answer; asked only if the program claims to have given one
   */
  static Verdict of(Outcome outcome, BooleanSupplier isAnswerRight) {
    return switch (outcome) {
      case Outcome.Exited(int status) when status != 0 -> RE;
      case Outcome.Exited _ -> isAnswerRight.getAsBoolean() ? AC : WA;
      case Outcome.Signalled _ -> RE;
      case Outcome.LimitExceeded exceeded -> of(exceeded.limit());
      case Outcome.Violation _ -> SV;
      case Outcome.Killed _, Outcome.EngineFailed _ -> IE;
    };
  }

  private static Verdict of(Limit limit) {
    return switch (limit) {
      case CPU_TIME, WALL_TIME, IDLE_TIME -> TLE;
      case MEMORY -> MLE;
      case OUTPUT -> OLE;
      case TASKS, DISK, STACK, OPEN_FILES, FILE_SIZE, LOCKED -> RE;
    };
  }
}
