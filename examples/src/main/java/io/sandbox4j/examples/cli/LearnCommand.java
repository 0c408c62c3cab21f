/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.seccomp.LearnedPolicy;
import io.sandbox4j.seccomp.Learning;
import io.sandbox4j.seccomp.Seccomp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** {@code sandbox seccomp learn}: runs a program and writes the least policy it runs under. */
final class LearnCommand implements Callable<Integer> {
  private static final String STANDARD = "-";
  private static final int SIGSYS = 31;

  private final RawArguments raw;
  private final WallOptions walls = new WallOptions();
  private final ViewOptions view = new ViewOptions();
  private final LimitOptions limits = new LimitOptions();

  private final OptionSpec output =
      OptionSpec.builder("--output")
          .paramLabel("FILE")
          .type(String.class)
          .required(true)
          .description(
              "Where to write the policy to; - for standard output, after what the program prints.")
          .build();

  private final OptionSpec merge =
      OptionSpec.builder("--merge")
          .paramLabel("FILE")
          .type(List.class)
          .auxiliaryTypes(Path.class)
          .description(
              "A policy learned before, under the same --seccomp: the new one lets through what"
                  + " either does, with the counts of both. May be the file of --output. May be"
                  + " repeated.")
          .build();

  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("COMMAND")
          .description("The program and its arguments, as of 'sandbox run'.")
          .build();

  private final List<HelpSection> sections =
      List.of(
          new HelpSection("Walls", walls.allButMode()),
          new HelpSection("What the program sees", view.all()),
          new HelpSection("Limits", limits.allButOutput()));

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  LearnCommand(RawArguments raw) {
    this.raw = raw;
    Options.begin(spec, "learn").addPositional(command).addOption(output).addOption(merge);
    sections.forEach(section -> section.options().forEach(spec::addOption));
    spec.parser().stopAtPositional(true);
    spec.usageMessage()
        .width(Options.HELP_WIDTH)
        .sortOptions(false)
        .customSynopsis("sandbox seccomp learn --output FILE [OPTIONS] [--] COMMAND [ARGUMENT...]")
        .description(
            "Run a program as 'sandbox run' does, with its options for walls, view and limits (but for"
                + " the limit of output, which is 64m), watch every system call of it and of what it"
                + " starts, and write the least policy under which it runs, with counts as"
                + " comments.",
            "All walls stand meanwhile. What the policy of --seccomp refuses is refused, and stands"
                + " in comments or in rows that refuse it; for a debugger, say, give a policy that"
                + " lets its dangerous calls through and says so by accept. Each call takes some ten"
                + " to hundred microseconds longer, so limits of time may have to be wider.",
            "A learned policy reflects what was seen. Read it before you use it, and learn from"
                + " several runs: while every call is watched, signals make more of them fail with EINTR,"
                + " at which some shells give up ('Pipe call failed').")
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
      return learn();
    } catch (IllegalArgumentException | UncheckedIOException mistake) {
      throw new ParameterException(
          spec.commandLine(), String.valueOf(mistake.getMessage()), mistake);
    }
  }

  private int learn() throws InterruptedException {
    List<LearnedPolicy> before = new ArrayList<>();
    Options.<Path>each(merge, path -> before.add(LearnedPolicy.read(path)));
    checkWritable();
    Learning learning = Seccomp.learning(walls.policy());
    Sandbox.Builder builder = Sandbox.builder();
    walls.applyTo(builder, learning);
    view.applyTo(builder);
    limits.applyTo(builder);
    Command described =
        Command.ofBytes(raw.last(command.getValue()))
            .stdin(Input.inherit())
            .stdout(Output.inherit())
            .stderr(Output.inherit());
    SandboxResult result;
    try (Sandbox sandbox = builder.build();
        SandboxProcess process = sandbox.start(described);
        var _ = StopSignal.kills(process)) {
      result = process.waitFor();
    } catch (SandboxException failure) {
      say(String.valueOf(failure.getMessage()));
      return ExitStatus.of(new RunReport.NotStarted(failure));
    }
    LearnedPolicy learned = learning.learned("learned");
    for (LearnedPolicy other : before) {
      learned = learned.merge(other);
    }
    write(learned.toText());
    tell(result);
    return ExitStatus.of(new RunReport.Ended(result));
  }

  /** What whoever reads the policy must know besides. */
  private void tell(SandboxResult result) {
    switch (result.outcome()) {
      case Outcome.Signalled(int signal, _) when signal == SIGSYS ->
          say("SIGSYS ended the program, as does a call by i386's entry, which no policy allows");
      case Outcome.Exited _, Outcome.Signalled _ -> {}
      case Outcome.LimitExceeded _, Outcome.Violation _, Outcome.Killed _, Outcome.EngineFailed _ ->
          say("the policy reflects a part of the run only, which ended as " + result.outcome());
    }
  }

  /** Before the program runs: it may take long. */
  private void checkWritable() {
    String file = file();
    if (file != null) {
      try {
        Files.newOutputStream(Path.of(file), CREATE, APPEND).close();
      } catch (IOException unwritable) {
        throw unwritable(unwritable);
      }
    }
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String file = file();
    try {
      if (file == null) {
        System.out.write(bytes);
        System.out.flush();
      } else {
        Files.write(Path.of(file), bytes);
      }
    } catch (IOException unwritable) {
      throw unwritable(unwritable);
    }
  }

  private UncheckedIOException unwritable(IOException reason) {
    return new UncheckedIOException("--output " + file() + " cannot be written: " + reason, reason);
  }

  /** Null for standard output. */
  private @Nullable String file() {
    String file = output.getValue();
    return STANDARD.equals(file) ? null : file;
  }

  private void say(String message) {
    var err = spec.commandLine().getErr();
    err.println("sandbox: " + message);
    err.flush();
  }
}
