/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param problems the folder of problems
 * @param reports the files to write
 * @param jobs how many submissions are judged at once
 */
record JudgeOptions(Path problems, List<ReportFile> reports, int jobs) {
  static final String USAGE =
      """
      usage: judge [--json FILE] [--html FILE] [--jobs N] [FOLDER]

        FOLDER       the problems to judge: each a folder with problem.properties, tests/NN.in and
                     NN.out, and submissions/; examples/problems if not given
        --json FILE  writes the verdicts as JSON
        --html FILE  writes the verdicts as a web page that needs no other file
        --jobs N     submissions judged at once, 1 to 256; the number of CPUs if not given
        --help       prints this

      Exit status: 0 if every verdict is the expected one, 1 if not, 2 if nothing could be judged.\
      """;

  private static final int MOST_JOBS = 256;

  /** A file to write. */
  sealed interface ReportFile {
    /** For programs. */
    record Json(Path file) implements ReportFile {}

    /** For people. */
    record Html(Path file) implements ReportFile {}
  }

  /** Copies the list. */
  JudgeOptions {
    reports = List.copyOf(reports);
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new IllegalArgumentException("--jobs is 1 to " + MOST_JOBS + ", not " + jobs);
    }
  }

  /**
   * Reads arguments.
   *
   * @param cpus the number of jobs if the arguments do not say
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static JudgeOptions parse(List<String> arguments, int cpus) {
    Path problems = Path.of("examples", "problems");
    List<ReportFile> reports = new ArrayList<>();
    int jobs = cpus;
    boolean folderGiven = false;
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--json" -> reports.add(new ReportFile.Json(Path.of(value(argument, rest))));
        case "--html" -> reports.add(new ReportFile.Html(Path.of(value(argument, rest))));
        case "--jobs" -> jobs = number(value(argument, rest));
        default -> {
          if (argument.startsWith("-") || folderGiven) {
            throw new IllegalArgumentException("unexpected argument " + argument + "\n\n" + USAGE);
          }
          problems = Path.of(argument);
          folderGiven = true;
        }
      }
    }
    return new JudgeOptions(problems, reports, jobs);
  }

  private static String value(String option, java.util.Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value\n\n" + USAGE);
    }
    return rest.next();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException no) {
      throw new IllegalArgumentException("--jobs takes a number, not " + text, no);
    }
  }
}
