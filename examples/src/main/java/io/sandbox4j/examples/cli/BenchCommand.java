/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Measures on this host. */
final class BenchCommand implements Runnable {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  BenchCommand() {
    Options.begin(spec, "bench")
        .addSubcommand("launch", new LaunchBenchCommand().spec())
        .addSubcommand("limits", FiguresBenchCommand.limits().spec())
        .addSubcommand("cpu", FiguresBenchCommand.cpu().spec())
        .addSubcommand("sockets", FiguresBenchCommand.sockets().spec())
        .addSubcommand("seccomp", FiguresBenchCommand.seccomp().spec())
        .addSubcommand("notify", FiguresBenchCommand.notified().spec());
    spec.usageMessage().width(Options.HELP_WIDTH).description("Measure on this host.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a benchmark is missing: launch, limits, cpu, sockets, seccomp or notify");
  }
}
