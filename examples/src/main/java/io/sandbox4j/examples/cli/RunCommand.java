/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.UnsupportedHostException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Runs one program in one sandbox; its streams are this command's. */
final class RunCommand implements Callable<Integer> {
  private final RawArguments raw;
  private final WallOptions walls = new WallOptions();
  private final ViewOptions view = new ViewOptions();
  private final LimitOptions limits = new LimitOptions();
  private final ReportOptions reports = new ReportOptions();

  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("COMMAND")
          .description(
              "The program and its arguments. A name without a slash is looked for in PATH inside.")
          .build();

  private final List<HelpSection> sections =
      List.of(
          new HelpSection("Walls", walls.all()),
          new HelpSection("What the program sees", view.all()),
          new HelpSection("Limits", limits.all()),
          new HelpSection("Reports", reports.all()));

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  RunCommand(RawArguments raw) {
    this.raw = raw;
    Options.begin(spec, "run").addPositional(command);
    sections.forEach(section -> section.options().forEach(spec::addOption));
    // Options after the program's name are the program's.
    spec.parser().stopAtPositional(true);
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .sortOptions(false)
        .customSynopsis("sandbox run [OPTIONS] [--] COMMAND [ARGUMENT...]")
        .description(
            "Run a program in a sandbox. Its standard input, output and error are this command's"
                + " own.",
            "SIZE is like 64m or 1g (units of 1024), DUR like 200ms, 1.5s or 2m; either may be"
                + " unlimited.")
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(ExitStatus.help())
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> HelpSection.text(help, sections));
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return reports.isExplain() ? explain() : run();
    } catch (IllegalArgumentException mistake) {
      throw new ParameterException(
          spec.commandLine(), String.valueOf(mistake.getMessage()), mistake);
    }
  }

  /** A mistake in the options: the reports that they ask for say so, else they would be of old. */
  void report(ParameterException mistake, List<String> options) {
    RunCommand again = new RunCommand(raw);
    again.spec.parser().collectErrors(true);
    new CommandLine(again.spec).parseArgs(options.toArray(String[]::new));
    ReportFiles.writeWherePossible(again.reports, new RunReport.NotStarted(mistake));
  }

  private int explain() {
    try (Sandbox sandbox = sandbox()) {
      var out = spec.commandLine().getOut();
      out.print(sandbox.explain(command()));
      out.flush();
      return 0;
    } catch (SandboxException failure) {
      say(String.valueOf(failure.getMessage()));
      return ExitStatus.FAILED;
    }
  }

  private int run() throws InterruptedException {
    ReportFiles files = ReportFiles.prepare(reports);
    Command described = command();
    try (Sandbox sandbox = sandbox();
        SandboxProcess process = sandbox.start(described);
        var _ = StopSignal.kills(process)) {
      RunReport report = new RunReport.Ended(process.waitFor());
      files.write(report);
      tell(report);
      return ExitStatus.of(report);
    } catch (SandboxException failure) {
      RunReport report = new RunReport.NotStarted(failure);
      files.write(report);
      tell(report);
      return ExitStatus.of(report);
    }
  }

  private Sandbox sandbox() {
    Sandbox.Builder builder = Sandbox.builder();
    walls.applyTo(builder);
    view.applyTo(builder);
    limits.applyTo(builder);
    return builder.build();
  }

  private Command command() {
    return Command.ofBytes(raw.last(command.getValue()))
        .stdin(Input.inherit())
        .stdout(Output.inherit())
        .stderr(Output.inherit());
  }

  /**
   * Standard error belongs to the program. We write there when it did not run, when a forbidden
   * call ended it, and its refused calls when the user asked for a report of them.
   */
  private void tell(RunReport report) {
    switch (report) {
      case RunReport.NotStarted(var failure) -> {
        say(String.valueOf(failure.getMessage()));
        if (failure instanceof UnsupportedHostException) {
          say(
              "'sandbox probe' tells what this host allows; without a cgroup --limits rlimit helps");
        }
      }
      case RunReport.Ended(var result) -> {
        if (result.outcome() instanceof Outcome.EngineFailed(String part, String reason)) {
          say(part + ": " + reason);
        }
        if (walls.reportsEveryRefusal()) {
          result.denied().forEach(denial -> say("denied: " + denial.describe()));
        }
        result.violation().ifPresent(denial -> say("ended by: " + denial.describe()));
      }
    }
  }

  private void say(String message) {
    var err = spec.commandLine().getErr();
    err.println("sandbox: " + message);
    err.flush();
  }
}
