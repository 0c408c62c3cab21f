/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options as picocli's own model. Its annotations say the same in fewer words, but are read by
 * reflection each time the command starts, which takes longer than the sandboxed program does.
 */
final class Options {
  /** Columns of the help: examples stand on one line. */
  static final int HELP_WIDTH = 100;

  private Options() {}

  /** An option with a value. */
  static <T> OptionSpec value(
      String name, String label, Class<T> type, ITypeConverter<T> converter, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(type)
        .converters(converter)
        .description(description)
        .build();
  }

  /** An option whose value picocli itself can read: text, numbers, files, enums. */
  static OptionSpec value(String name, String label, Class<?> type, String description) {
    return OptionSpec.builder(name).paramLabel(label).type(type).description(description).build();
  }

  /** An option that may be given several times. */
  static <T> OptionSpec list(
      String name, String label, Class<T> type, ITypeConverter<T> converter, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(type)
        .converters(converter)
        .description(description)
        .build();
  }

  /** Does something with an option's value, if it was given. */
  static <T> void ifGiven(OptionSpec option, Consumer<T> use) {
    T value = option.getValue();
    if (value != null) {
      use.accept(value);
    }
  }

  /** Does something with each value of an option that may be given several times. */
  static <T> void each(OptionSpec option, Consumer<T> use) {
    Options.<List<T>>ifGiven(option, values -> values.forEach(use));
  }

  /** Whether an option without a value was given. */
  static boolean isGiven(OptionSpec option) {
    Boolean value = option.getValue();
    return value != null && value;
  }

  /** An option without a value. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  /** What every command has: its name, the options for help and version, exit statuses. */
  static CommandSpec begin(CommandSpec spec, String name) {
    return spec.name(name)
        .exitCodeOnInvalidInput(ExitStatus.FAILED)
        .exitCodeOnExecutionException(ExitStatus.FAILED)
        .addOption(help())
        .addOption(version())
        .versionProvider(new VersionLine());
  }

  /** The option that prints the help. */
  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .arity("0")
        .usageHelp(true)
        .description("Show this help message and exit.")
        .build();
  }

  /** The option that prints the version. */
  private static OptionSpec version() {
    return OptionSpec.builder("-V", "--version")
        .type(boolean.class)
        .arity("0")
        .versionHelp(true)
        .description("Print version information and exit.")
        .build();
  }
}
