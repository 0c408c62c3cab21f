/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Danger;
import io.sandbox4j.Isolation;
import io.sandbox4j.Network;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Wall;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.spi.LayerOption;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say which walls stand, and how high. */
final class WallOptions {
  /** The engines there are. */
  enum Engine {
    process
  }

  /** What the program can reach. */
  enum Reach {
    none,
    host
  }

  /** What a reported system call leads to. */
  enum Mode {
    enforce(SeccompMode.ENFORCE),
    report(SeccompMode.REPORT),
    kill(SeccompMode.KILL);

    private final SeccompMode mode;

    Mode(SeccompMode mode) {
      this.mode = mode;
    }
  }

  private final OptionSpec engine =
      Options.value(
          "--isolation",
          "ENGINE",
          Engine.class,
          "Engine: ${COMPLETION-CANDIDATES}. Default: process.");

  private final OptionSpec network =
      Options.value(
          "--network",
          "NET",
          Reach.class,
          "none: a loopback interface of its own. host: the host's network with all its local"
              + " services; a danger. Default: none.");

  private final OptionSpec required =
      OptionSpec.builder("--require")
          .paramLabel("WALL")
          .type(List.class)
          .auxiliaryTypes(Wall.class)
          .splitRegex(",")
          .converters(new WallConverter())
          .completionCandidates(new WallConverter.Names())
          .description(
              "Fail when this wall cannot stand, also where it is otherwise used only if the host"
                  + " has it. Several with commas. Walls: ${COMPLETION-CANDIDATES}.")
          .build();

  private final OptionSpec policy =
      OptionSpec.builder("--seccomp")
          .paramLabel("POLICY")
          .type(SeccompPolicy.class)
          .converters(new PolicyConverter())
          .completionCandidates(new PolicyConverter.Names())
          .description(
              "Policy for system calls: ${COMPLETION-CANDIDATES}, or the path of a policy file."
                  + " Default: default.")
          .build();

  private final OptionSpec mode =
      Options.value(
          "--seccomp-mode",
          "MODE",
          Mode.class,
          "enforce: a dangerous call is refused, and told in --json. report: so is every refused"
              + " call, and each is printed to standard error at the end: its arguments in words,"
              + " how often, from where. kill: a dangerous call ends the run, status 123, and is"
              + " printed. Default: enforce.");

  private final OptionSpec chroot =
      Options.flag("--chroot", "Plain chroot in place of pivot_root; chroot(2) is refused then.");

  List<OptionSpec> all() {
    return List.of(engine, network, required, policy, mode, chroot);
  }

  /** For a command that has a mode of its own. */
  List<OptionSpec> allButMode() {
    return List.of(engine, network, required, policy, chroot);
  }

  void applyTo(Sandbox.Builder builder) {
    applyTo(builder, new SeccompOption(policy(), given(mode, Mode.enforce).mode));
  }

  /** With another choice for system calls than the options' own. */
  void applyTo(Sandbox.Builder builder, LayerOption seccomp) {
    builder.isolation(
        switch (given(engine, Engine.process)) {
          case process -> Isolation.process().with(seccomp);
        });
    builder.network(
        switch (given(network, Reach.none)) {
          case none -> Network.none();
          // Whoever types the word has named the danger.
          case host -> Network.host(Danger.SHARES_THE_HOST_NETWORK);
        });
    Options.<Wall>each(required, builder::require);
    if (Options.isGiven(chroot)) {
      builder.chroot();
    }
  }

  /** Whether the user wants to be told of each refused call. */
  boolean reportsEveryRefusal() {
    return given(mode, Mode.enforce) == Mode.report;
  }

  /** The policy for system calls. */
  SeccompPolicy policy() {
    return given(policy, SeccompOption.DEFAULT.policy());
  }

  private static <T> T given(OptionSpec option, T otherwise) {
    T value = option.getValue();
    return value == null ? otherwise : value;
  }
}
