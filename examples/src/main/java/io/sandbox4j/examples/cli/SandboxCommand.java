/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.seccomp.SeccompPolicy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sandbox}. */
public final class SandboxCommand implements Runnable {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private SandboxCommand() {
    Options.begin(spec, "sandbox");
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .description("Run untrusted programs behind several walls.")
        .footer(
            "",
            "Examples:",
            "  sandbox run -- python3 -c 'print(6 * 7)'",
            "  sandbox run --memory 64m --cpu-time 1.5s --json report.json --bind-ro .:/in --"
                + " /in/a.out",
            "  sandbox run --explain -- /bin/true",
            "  sandbox probe",
            "  sandbox seccomp explain judge --call socket",
            "  sandbox bench launch");
  }

  /**
   * Runs a command and ends the JVM with its exit status.
   *
   * @param arguments the command and its options
   */
  public static void main(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("run")) {
      // A third of what a run does before its launch: read while the options are.
      Thread.ofPlatform()
          .daemon()
          .name("sandbox-policy")
          .start(() -> SeccompPolicy.named(SeccompOption.DEFAULT.policyName()));
    }
    System.exit(commandLine(RawArguments.ofThisProcess(), arguments).execute(arguments));
  }

  /**
   * The parser.
   *
   * @param arguments what it is for: the commands that these do not name are left out, since
   *     building them takes time; without any name all are there
   */
  static CommandLine commandLine(RawArguments raw, String... arguments) {
    CommandSpec all = new SandboxCommand().spec;
    Map<String, Supplier<CommandSpec>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(raw).spec());
    commands.put("probe", () -> new ProbeCommand().spec());
    commands.put("seccomp", () -> new SeccompCommand(raw).spec());
    commands.put("bench", () -> new BenchCommand().spec());
    if (arguments.length > 0 && commands.containsKey(arguments[0])) {
      commands.keySet().retainAll(List.of(arguments[0]));
    }
    commands.forEach((name, command) -> all.addSubcommand(name, command.get()));
    CommandLine line = new CommandLine(all);
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
    throw new ParameterException(
        spec.commandLine(), "a command is missing: run, probe, seccomp or bench");
  }

  private static int wrongOption(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    PrintWriter err = line.getErr();
    String name = line.getCommandSpec().qualifiedName();
    err.println(name + ": " + mistake.getMessage());
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("'" + name + " --help' tells what is allowed.");
    if (line.getCommandSpec().userObject() instanceof RunCommand run) {
      List<String> all = List.of(arguments);
      run.report(mistake, all.subList(all.indexOf("run") + 1, all.size()));
    }
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    return ExitStatus.FAILED;
  }
}
