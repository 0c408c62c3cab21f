/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say what is told about the run. */
final class ReportOptions {
  private final OptionSpec json =
      Options.value(
          "--json",
          "FILE",
          Path.class,
          "Write a report as JSON: outcome, walls, denied calls, usage.");

  private final OptionSpec meta =
      Options.value(
          "--meta", "FILE", Path.class, "Write a report in the meta format of isolate(1).");

  private final OptionSpec explain =
      Options.flag(
          "--explain",
          "Print every step the launch would take, in words and as system call; run nothing.");

  List<OptionSpec> all() {
    return List.of(json, meta, explain);
  }

  @Nullable Path json() {
    return json.getValue();
  }

  @Nullable Path meta() {
    return meta.getValue();
  }

  boolean isExplain() {
    return Options.isGiven(explain);
  }
}
