/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads, compiles, explains, converts and learns policies for system calls. */
final class SeccompCommand implements Runnable {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  SeccompCommand(RawArguments raw) {
    Options.begin(spec, "seccomp");
    for (PolicyCommand command : PolicyCommand.all()) {
      spec.addSubcommand(command.spec().name(), command.spec());
    }
    CommandSpec learn = new LearnCommand(raw).spec();
    spec.addSubcommand(learn.name(), learn);
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
            "  sandbox seccomp learn --output own.policy -- python3 -c 'print(6 * 7)'",
            "  sandbox run --seccomp ./own.policy -- ./a.out");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: list, explain, diff, compile, import, export" + " or learn");
  }
}
