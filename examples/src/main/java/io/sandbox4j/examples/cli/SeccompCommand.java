/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads, compiles, explains and converts policies for system calls; runs nothing. */
final class SeccompCommand implements Runnable {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  SeccompCommand() {
    Options.begin(spec, "seccomp");
    for (PolicyCommand command : PolicyCommand.all()) {
      spec.addSubcommand(command.spec().name(), command.spec());
    }
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .description(
            "Work on policies for system calls. POLICY is a name that 'list' prints, the path of a"
                + " policy file, or - for standard input.")
        .footer(
            "",
            "Examples:",
            "  sandbox seccomp explain judge --call socket",
            "  sandbox seccomp import docker-default.json --output docker.policy",
            "  sandbox seccomp diff default ./own.policy",
            "  sandbox seccomp compile ./own.policy --output own.bpf",
            "  sandbox run --seccomp ./own.policy -- ./a.out");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, explain, diff, compile, import or export");
  }
}
