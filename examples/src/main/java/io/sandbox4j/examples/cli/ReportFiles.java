/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files that tell about a run. */
final class ReportFiles {
  private final @Nullable Path json;
  private final @Nullable Path meta;

  private ReportFiles(@Nullable Path json, @Nullable Path meta) {
    this.json = json;
    this.meta = meta;
  }

  /**
   * Empties the files, so that one that cannot be written is known before the program runs.
   *
   * @throws IllegalArgumentException naming such a file
   */
  static ReportFiles prepare(ReportOptions options) {
    write("--json", options.json(), "");
    write("--meta", options.meta(), "");
    return new ReportFiles(options.json(), options.meta());
  }

  /** Writes the reports; one that cannot be written has been told of. */
  static void writeWherePossible(ReportOptions options, RunReport report) {
    try {
      prepare(options).write(report);
    } catch (IllegalArgumentException | UncheckedIOException _) {
      // The mistake that this is about is on standard error already.
    }
  }

  void write(RunReport report) {
    write(json, report, r -> JsonReport.of(r) + "\n");
    write(meta, report, MetaFile::of);
  }

  private static void write(
      @Nullable Path file, RunReport report, Function<RunReport, String> text) {
    if (file != null) {
      try {
        Files.writeString(file, text.apply(report));
      } catch (IOException unwritable) {
        throw new UncheckedIOException("the report " + file + " cannot be written", unwritable);
      }
    }
  }

  private static void write(String option, @Nullable Path file, String text) {
    if (file != null) {
      try {
        Files.writeString(file, text);
      } catch (IOException unwritable) {
        throw new IllegalArgumentException(
            option + " " + file + " cannot be written: " + unwritable, unwritable);
      }
    }
  }
}
