/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sandbox}. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = "Run untrusted programs behind several walls.",
    footer = {
      "",
      "Examples:",
      "  sandbox run -- python3 -c 'print(6 * 7)'",
      "  sandbox run --memory 64m --cpu-time 1.5s --json report.json --bind-ro .:/in -- /in/a.out",
      "  sandbox run --explain -- /bin/true",
      "  sandbox probe",
      "  sandbox bench launch"
    })
public final class SandboxCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  private SandboxCommand() {}

  /**
   * Runs a command and ends the JVM with its exit status.
   *
   * @param arguments the command and its options
   */
  public static void main(String... arguments) {
    System.exit(commandLine(RawArguments.ofThisProcess()).execute(arguments));
  }

  /** The parser, with all commands. */
  static CommandLine commandLine(RawArguments raw) {
    CommandLine run = new CommandLine(new RunCommand(raw));
    // Options after the program's name are the program's.
    run.setStopAtPositional(true);
    run.getCommandSpec().usageMessage().exitCodeList(ExitStatus.help());
    CommandLine line =
        new CommandLine(new SandboxCommand())
            .addSubcommand(run)
            .addSubcommand(new ProbeCommand())
            .addSubcommand(new BenchCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument that begins with @ is an argument.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(SandboxCommand::wrongOption);
    line.setExecutionExceptionHandler(SandboxCommand::failed);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: run, probe or bench");
  }

  private static int wrongOption(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    PrintWriter err = line.getErr();
    String name = line.getCommandSpec().qualifiedName();
    err.println(name + ": " + mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("'" + name + " --help' tells what is allowed.");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    return ExitStatus.FAILED;
  }
}
