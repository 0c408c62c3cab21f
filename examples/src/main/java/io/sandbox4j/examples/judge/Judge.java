/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.SandboxException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The judge's command: judges every submission of a folder of problems and prints a table. */
public final class Judge {
  private static final int SOME_UNEXPECTED = 1;
  private static final int NOTHING_JUDGED = 2;

  private Judge() {}

  /**
   * Judges.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /**
   * Judges.
   *
   * @param arguments as on the command line
   * @param out gets the table
   * @param err gets progress and failures
   * @return the exit status
   */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("--help")) {
      out.println(JudgeOptions.USAGE);
      return 0;
    }
    try {
      var options = JudgeOptions.parse(arguments, Runtime.getRuntime().availableProcessors());
      var problems = Problem.readAll(options.problems());
      int submissions = problems.stream().mapToInt(p -> p.submissions().size()).sum();
      var progress = new Progress(err, Progress.isWatched(), submissions);
      var judgements = judgeAll(problems, options.jobs(), progress);
      out.print(TableReport.of(judgements));
      write(options, judgements);
      return judgements.stream().allMatch(Judgement::isAsExpected) ? 0 : SOME_UNEXPECTED;
    } catch (IllegalArgumentException | SandboxException failure) {
      err.println("judge: " + failure.getMessage());
    } catch (IOException failure) {
      err.println("judge: " + failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      err.println("judge: interrupted");
    }
    return NOTHING_JUDGED;
  }

  /**
   * Judges all submissions.
   *
   * @param problems with their submissions
   * @param jobs how many at once
   * @param progress is told of each
   * @return in the order of problems and submissions
   */
  static List<Judgement> judgeAll(List<Problem> problems, int jobs, Progress progress)
      throws IOException, InterruptedException {
    try (var boxes = Boxes.open(problems);
        var executor = Executors.newFixedThreadPool(jobs, Thread.ofVirtual().factory())) {
      List<Future<Judgement>> futures = new ArrayList<>();
      for (Problem problem : problems) {
        for (Submission submission : problem.submissions()) {
          futures.add(
              executor.submit(() -> {
                Judgement judgement = new Judging(boxes, problem, submission).judge();
                progress.finished(judgement);
                return judgement;
              }));
        }
      }
      try {
        return collect(futures);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static List<Judgement> collect(List<Future<Judgement>> futures)
      throws IOException, InterruptedException {
    List<Judgement> judgements = new ArrayList<>();
    for (Future<Judgement> future : futures) {
      try {
        judgements.add(future.get());
      } catch (ExecutionException failure) {
        switch (failure.getCause()) {
          case IOException io -> throw io;
          case UncheckedIOException io -> throw io.getCause();
          case InterruptedException interrupt -> throw interrupt;
          case RuntimeException ours -> throw ours;
          case null, default -> throw new IllegalStateException(failure);
        }
      }
    }
    return judgements;
  }

  private static void write(JudgeOptions options, List<Judgement> judgements) throws IOException {
    for (JudgeOptions.ReportFile report : options.reports()) {
      switch (report) {
        case JudgeOptions.ReportFile.Json(var file) ->
            Files.writeString(file, JsonReport.of(judgements));
        case JudgeOptions.ReportFile.Html(var file) ->
            Files.writeString(file, HtmlReport.of(judgements));
      }
    }
  }
}
