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
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

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
    kill(SeccompMode.KILL);

    private final SeccompMode mode;

    Mode(SeccompMode mode) {
      this.mode = mode;
    }
  }

  @Option(
      names = "--isolation",
      paramLabel = "ENGINE",
      description = "Engine: ${COMPLETION-CANDIDATES}. Default: process.")
  private Engine engine = Engine.process;

  @Option(
      names = "--network",
      paramLabel = "NET",
      description =
          "none: a loopback interface of its own. host: the host's network with all its local"
              + " services; a danger. Default: none.")
  private Reach network = Reach.none;

  @Option(
      names = "--require",
      paramLabel = "WALL",
      split = ",",
      converter = WallConverter.class,
      completionCandidates = WallConverter.Names.class,
      description =
          "Fail when this wall cannot stand, also where it is otherwise used only if the host has it."
              + " Several with commas. Walls: ${COMPLETION-CANDIDATES}.")
  private List<Wall> required = new ArrayList<>();

  @Option(
      names = "--seccomp",
      paramLabel = "NAME",
      converter = PolicyNameConverter.class,
      completionCandidates = PolicyNameConverter.Names.class,
      description = "Policy for system calls: ${COMPLETION-CANDIDATES}. Default: default.")
  private String policy = SeccompOption.DEFAULT.policyName();

  @Option(
      names = "--seccomp-mode",
      paramLabel = "MODE",
      description =
          "enforce: a dangerous call is refused and reported. kill: it ends the run, status 123."
              + " Default: enforce.")
  private Mode mode = Mode.enforce;

  @Option(
      names = "--chroot",
      description = "Plain chroot in place of pivot_root; chroot(2) is refused then.")
  private boolean chroot;

  void applyTo(Sandbox.Builder builder) {
    builder.isolation(
        switch (engine) {
          case process -> Isolation.process().with(new SeccompOption(policy, mode.mode));
        });
    builder.network(
        switch (network) {
          case none -> Network.none();
          // Whoever types the word has named the danger.
          case host -> Network.host(Danger.SHARES_THE_HOST_NETWORK);
        });
    builder.require(required.toArray(Wall[]::new));
    if (chroot) {
      builder.chroot();
    }
  }
}
