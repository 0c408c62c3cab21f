/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Source;
import java.util.Optional;

/** What became of a source. */
sealed interface Compilation {
  /**
   * It can be run.
   *
   * @param content the program
   */
  record Compiled(Source content) implements Compilation {}

  /**
   * It cannot.
   *
   * @param verdict CE, or IE if the compiler never had its say
   * @param why the compiler's messages, or the limit it exceeded
   */
  record Refused(Verdict verdict, String why) implements Compilation {}

  /** A language that needs no compiler: the source is the program. */
  static Compilation none(Submission submission) {
    return new Compiled(Source.file(submission.file()));
  }

  /**
   * What the run of a compiler made.
   *
   * @param result the run; the program lives as long as it is not closed
   * @param program the file the compiler was to make
   */
  static Compilation of(SandboxResult result, String program) {
    Optional<String> failure =
        switch (result.outcome()) {
          case Outcome.Exited(int status) when status == 0 -> Optional.empty();
          case Outcome.Exited _ -> Optional.of(result.stderr().text().strip());
          case Outcome outcome -> Optional.of("the compiler " + OutcomeText.of(outcome));
        };
    if (failure.isPresent()) {
      boolean ours =
          result.outcome() instanceof Outcome.EngineFailed
              || result.outcome() instanceof Outcome.Killed;
      return new Refused(ours ? Verdict.IE : Verdict.CE, failure.get());
    }
    var file = result.file(program);
    return switch (file.status()) {
      case PRESENT -> new Compiled(file.source());
      case MISSING, TOO_LARGE, IRREGULAR, UNREADABLE ->
          new Refused(Verdict.CE, "the compiler's " + program + " is " + file.status());
    };
  }
}
