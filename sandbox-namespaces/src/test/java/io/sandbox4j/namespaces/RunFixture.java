/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces;

import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Specs and runs of a host that is the same everywhere. */
public final class RunFixture {
  /** The name of every run. */
  public static final String NAME = "sandbox4j-0123abcd-4026531836-77-1234-1";

  private Root root = Root.hostSystem();
  private List<FileView> views = List.of();
  private UnaryOperator<Limits.Builder> limits = UnaryOperator.identity();
  private Command command = Command.of("/bin/true");
  private boolean chroot;
  private boolean privileged = true;
  private int oomScoreAdj;
  private Network network = Network.none();

  /** A run with every default. */
  public static RunFixture defaults() {
    return new RunFixture();
  }

  /** Another root. */
  public RunFixture root(Root other) {
    root = other;
    return this;
  }

  /** Views. */
  public RunFixture views(FileView... more) {
    views = List.of(more);
    return this;
  }

  /** Limits. */
  public RunFixture limits(UnaryOperator<Limits.Builder> change) {
    limits = change;
    return this;
  }

  /** A command. */
  public RunFixture command(Command other) {
    command = other;
    return this;
  }

  /** chroot instead of pivot_root. */
  public RunFixture chroot() {
    chroot = true;
    return this;
  }

  /** The JVM of an ordinary user. */
  public RunFixture ordinaryUser() {
    privileged = false;
    return this;
  }

  /** A JVM that the OOM killer spares. */
  public RunFixture oomScoreAdj(int value) {
    oomScoreAdj = value;
    return this;
  }

  /** Another network. */
  public RunFixture network(Network other) {
    network = other;
    return this;
  }

  /** What the author asked for. */
  public SandboxSpec spec() {
    return new SandboxSpec(
        root,
        views,
        Limits.DEFAULT.with(limits),
        network,
        Isolation.process(),
        Map.of(),
        Set.of(),
        "sandbox",
        1000,
        1000,
        GuestPath.WORK,
        Set.of(),
        chroot,
        false,
        false);
  }

  /** Facts about the host. */
  public HostFacts host() {
    return new HostFacts(
        "x86_64",
        privileged ? 0 : 1234,
        privileged ? 0 : 1235,
        List.of(),
        4,
        oomScoreAdj,
        1 << 20,
        privileged,
        privileged);
  }

  /** A sandbox for one command. */
  public RunSpec single() {
    return new RunSpec(
        RunSpec.Kind.SINGLE, NAME, spec(), command, Limits.DEFAULT.with(limits), host(), null);
  }

  /** A session. */
  public RunSpec session() {
    return new RunSpec(
        RunSpec.Kind.SESSION, NAME, spec(), null, Limits.DEFAULT.with(limits), host(), null);
  }

  /** A command in a session. */
  public RunSpec inside(RunSpec session) {
    return new RunSpec(
        RunSpec.Kind.IN_SESSION,
        NAME + "1",
        spec(),
        command,
        Limits.DEFAULT.with(limits),
        host(),
        session);
  }
}
