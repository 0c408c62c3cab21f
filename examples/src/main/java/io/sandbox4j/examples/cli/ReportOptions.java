/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is told about the run. */
final class ReportOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write a report as JSON: outcome, walls, denied calls, usage.")
  @Nullable Path json;

  @Option(
      names = "--meta",
      paramLabel = "FILE",
      description = "Write a report in the meta format of isolate(1).")
  @Nullable Path meta;

  @Option(
      names = "--explain",
      description =
          "Print every step the launch would take, in words and as system call; run nothing.")
  boolean explain;
}
