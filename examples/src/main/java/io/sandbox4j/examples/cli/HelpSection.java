/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options under a heading of the help. picocli's own groups also compute their part of the synopsis
 * each time the command starts.
 *
 * @param heading a few words
 * @param options the options, in the order in which they are told
 */
record HelpSection(String heading, List<OptionSpec> options) {

  /** Copies the list. */
  HelpSection {
    options = List.copyOf(options);
  }

  /** The list of options: first those of no section, then section by section. */
  static String text(Help help, List<HelpSection> sections) {
    List<OptionSpec> others = new ArrayList<>(help.commandSpec().options());
    sections.forEach(section -> others.removeAll(section.options));
    StringBuilder text = new StringBuilder(lines(help, others));
    for (HelpSection section : sections) {
      text.append(System.lineSeparator())
          .append(section.heading)
          .append(':')
          .append(System.lineSeparator())
          .append(lines(help, section.options));
    }
    return text.toString();
  }

  private static String lines(Help help, List<OptionSpec> options) {
    Help.Layout layout =
        help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme());
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }
}
