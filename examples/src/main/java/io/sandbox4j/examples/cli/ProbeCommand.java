/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What this host allows, found by trying. */
final class ProbeCommand implements Callable<Integer> {
  private final OptionSpec json = Options.flag("--json", "Print the report as JSON.");
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  ProbeCommand() {
    Map<String, String> statuses = new LinkedHashMap<>();
    statuses.put("0", "a sandbox with the default walls can be built");
    statuses.put("1", "a wall is missing");
    statuses.put("125", "the probe itself failed");
    Options.begin(spec, "probe").addOption(json);
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .description(
            "Tell, by trying, what this host allows; with reason and fix where something is"
                + " missing.")
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(statuses);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    HostReport report = Sandbox.probe();
    var out = spec.commandLine().getOut();
    out.print(Options.isGiven(json) ? report.toJson() + System.lineSeparator() : report);
    out.flush();
    return report.isSufficient() ? 0 : 1;
  }
}
