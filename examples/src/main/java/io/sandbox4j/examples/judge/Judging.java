/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.file.Files;

/** Judges one submission: compiles it, then runs the tests until one is not passed. */
final class Judging {
  private static final Size KEPT_ERRORS = Size.kib(16);

  private final Boxes boxes;
  private final Problem problem;
  private final Submission submission;

  Judging(Boxes boxes, Problem problem, Submission submission) {
    this.boxes = boxes;
    this.problem = problem;
    this.submission = submission;
  }

  /**
   * Compiles and runs.
   *
   * @return the verdict; a fault of the submission is never an exception
   * @throws IOException if a test cannot be read
   * @throws InterruptedException if the thread is interrupted; what ran is killed
   */
  Judgement judge() throws IOException, InterruptedException {
    Language language = submission.language();
    var compilation = language.compilation(submission.file());
    if (compilation.isEmpty()) {
      return judge(Compilation.none(submission));
    }
    Sandbox compilers = boxes.compilers();
    try (SandboxResult result = compilers.run(compilation.get())) {
      return judge(Compilation.of(result, language.programName()));
    }
  }

  private Judgement judge(Compilation compilation) throws IOException, InterruptedException {
    return switch (compilation) {
      case Compilation.Refused(Verdict verdict, String why) -> judgement(verdict, why, Peak.NONE);
      case Compilation.Compiled compiled -> runTests(compiled);
    };
  }

  private Judgement runTests(Compilation.Compiled program)
      throws IOException, InterruptedException {
    Peak peak = Peak.NONE;
    for (TestCase test : problem.tests()) {
      byte[] answer = Files.readAllBytes(test.answer());
      try (SandboxResult result = boxes.programs().run(command(program, test))) {
        peak = peak.with(result.usage());
        Verdict verdict = verdict(result, answer);
        if (verdict != Verdict.AC) {
          return judgement(verdict, "test " + test.name() + ": " + detail(result, verdict), peak);
        }
      }
    }
    return judgement(Verdict.AC, "", peak);
  }

  private Command command(Compilation.Compiled program, TestCase test) {
    ProblemRules rules = problem.rules();
    Language language = submission.language();
    return language
        .execution(program.content(), rules.memory())
        .stdin(Input.file(test.input()))
        .stdout(Output.capture(rules.output()))
        .stderr(Output.capture(KEPT_ERRORS))
        .limits(l ->
            l.cpuTime(rules.cpu(language))
                .wallTime(rules.wall())
                .memory(language.wholeMemory(rules.memory()))
                .output(rules.output()));
  }

  private Verdict verdict(SandboxResult result, byte[] answer) {
    if (result.outcome() instanceof Outcome.Exited(int status)
        && submission.language().saysOutOfMemory(status, result.stdout().text())) {
      return Verdict.MLE;
    }
    return Verdict.of(
        result.outcome(),
        () -> problem.rules().comparison().isRight(result.stdout().bytes(), answer));
  }

  private static String detail(SandboxResult result, Verdict verdict) {
    if (verdict == Verdict.WA) {
      return "another answer";
    }
    boolean exited = result.outcome() instanceof Outcome.Exited;
    return verdict == Verdict.MLE && exited ? "filled its heap" : OutcomeText.of(result.outcome());
  }

  private Judgement judgement(Verdict verdict, String detail, Peak peak) {
    return new Judgement(problem.name(), submission, verdict, detail, peak);
  }
}
