/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures on this host. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = LaunchBenchCommand.class,
    description = "Measure on this host.")
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing: launch");
  }
}
