/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What this host allows, found by trying. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Tell, by trying, what this host allows; with reason and fix where something is missing.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:a sandbox with the default walls can be built",
      "1:a wall is missing",
      "125:the probe itself failed"
    })
final class ProbeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ProbeCommand() {}

  @Override
  public Integer call() {
    HostReport report = Sandbox.probe();
    var out = spec.commandLine().getOut();
    out.print(json ? report.toJson() + System.lineSeparator() : report.toString());
    out.flush();
    return report.isSufficient() ? 0 : 1;
  }
}
