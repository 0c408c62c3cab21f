/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.plans;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.process.FixedPlan;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanPrinter;
import io.sandbox4j.namespaces.Speculation;
import io.sandbox4j.namespaces.cgroup.FixedCgroups;
import io.sandbox4j.namespaces.ids.FixedIds;
import io.sandbox4j.namespaces.process.FixedProcess;
import io.sandbox4j.namespaces.root.FixedRoot;
import io.sandbox4j.seccomp.SeccompLayer;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sandboxes that between them ask for everything a plan can hold, each as a whole plan: made by the
 * engine from all its layers, over a host that is made up.
 */
enum GoldenSandbox {
  DEFAULT_ON_V1,
  DEFAULT_ON_V2,
  DEFAULT_OF_AN_ORDINARY_USER,
  RLIMITS_STAND_IN,
  CHROOT,
  DIRECTORY_ROOT_WITH_VIEWS,
  EMPTY_ROOT,
  SESSION,
  COMMAND_IN_A_SESSION,
  COMMAND_WITHOUT_A_CGROUP,
  HOST_NETWORK,
  JUDGE,
  FILES_IN_AND_OUT,
  PINNED_AND_RESTRICTED,
  MADE_AHEAD,
  STANDING_BY,
  STANDING_BY_ON_V2;

  private static final String NAME = "sandbox4j-0123abcd-4026531836-77-1234-1";
  private static final Command PROGRAM = Command.of("/bin/true");

  /** A value that no text may ever show. */
  static final String SECRET = "swordfish";

  /** Its plan over a host in a folder, which is empty or from an earlier plan. */
  LaunchPlan plan(Path folder) throws IOException {
    Path host = folder.resolve("host");
    if (!Files.exists(host)) {
      FixedRoot.host(host);
    }
    SandboxSpec spec = spec(folder);
    RunSpec run = run(spec, layers(spec, host));
    try {
      return FixedPlan.of(run, layers(run.sandbox(), host));
    } finally {
      run.passed().values().forEach(PassedDescriptor::close);
    }
  }

  /** Its plan as text; the folder prints as nothing. */
  String text(Path folder) throws IOException {
    return PlanPrinter.print(plan(folder)).replace(folder.toString(), "");
  }

  private HostFacts host() {
    boolean root =
        this != DEFAULT_OF_AN_ORDINARY_USER
            && this != RLIMITS_STAND_IN
            && this != COMMAND_WITHOUT_A_CGROUP;
    return new HostFacts(
        "x86_64", root ? 0 : 1234, root ? 0 : 1235, List.of(), 4, 0, 1 << 20, root, root);
  }

  private List<PreparedLayer> layers(SandboxSpec spec, Path host) {
    List<PreparedLayer> layers = new ArrayList<>();
    layers.add(
        switch (this) {
          case DEFAULT_ON_V2,
              DEFAULT_OF_AN_ORDINARY_USER,
              PINNED_AND_RESTRICTED,
              STANDING_BY_ON_V2 ->
              FixedCgroups.unified();
          case RLIMITS_STAND_IN, COMMAND_WITHOUT_A_CGROUP -> FixedCgroups.none();
          case DEFAULT_ON_V1,
              CHROOT,
              DIRECTORY_ROOT_WITH_VIEWS,
              EMPTY_ROOT,
              SESSION,
              COMMAND_IN_A_SESSION,
              HOST_NETWORK,
              JUDGE,
              FILES_IN_AND_OUT,
              MADE_AHEAD,
              STANDING_BY ->
              FixedCgroups.legacy();
        });
    layers.add(FixedIds.layer(host()));
    layers.add(FixedProcess.namespaces(spec));
    layers.add(FixedRoot.layer(spec, host));
    layers.addAll(FixedProcess.others(spec, host()));
    layers.add(new SeccompLayer().prepare(spec, host()));
    return layers;
  }

  private RunSpec run(SandboxSpec spec, List<PreparedLayer> layers) {
    Limits limits = limits();
    return switch (this) {
      case SESSION -> new RunSpec(RunSpec.Kind.SESSION, NAME, spec, null, limits, host(), null);
      case COMMAND_IN_A_SESSION, COMMAND_WITHOUT_A_CGROUP -> {
        RunSpec session = new RunSpec(RunSpec.Kind.SESSION, NAME, spec, null, limits, host(), null);
        var _ = FixedPlan.of(session, layers);
        Command command =
            Command.of("make", "all")
                .env("PATH", "/usr/bin:/bin")
                .copyIn("Makefile", Source.text("all:\n"));
        yield new RunSpec(
            RunSpec.Kind.IN_SESSION, NAME + "1", spec, command, limits, host(), session);
      }
      case MADE_AHEAD, STANDING_BY, STANDING_BY_ON_V2 -> {
        RunSpec run = single(spec, PROGRAM);
        if (this != MADE_AHEAD) {
          run = run.standingBy(NAME);
        }
        run.pass(RunSpec.PREPARED_ROOT, Memfd.data("root", new byte[0]));
        run.pass(RunSpec.PREPARED_NETWORK, Memfd.data("net", new byte[0]));
        yield run;
      }
      case FILES_IN_AND_OUT ->
          single(
              spec,
              Command.of("./main", "out.txt")
                  .secret("TOKEN", SECRET)
                  .copyIn("main", Source.bytes(new byte[100_000]).executable())
                  .copyIn("sub/in.txt", Source.text("42\n"))
                  .copyOut("out.txt", Size.mib(1)));
      case PINNED_AND_RESTRICTED -> single(spec, PROGRAM.awaitDescendants());
      case DEFAULT_ON_V1,
          DEFAULT_ON_V2,
          DEFAULT_OF_AN_ORDINARY_USER,
          RLIMITS_STAND_IN,
          CHROOT,
          DIRECTORY_ROOT_WITH_VIEWS,
          EMPTY_ROOT,
          HOST_NETWORK,
          JUDGE ->
          single(spec, PROGRAM);
    };
  }

  private RunSpec single(SandboxSpec spec, Command command) {
    return new RunSpec(RunSpec.Kind.SINGLE, NAME, spec, command, limits(), host(), null);
  }

  private Limits limits() {
    return switch (this) {
      case JUDGE ->
          Limits.DEFAULT.with(l ->
              l.cpuTime(Duration.ofSeconds(1))
                  .wallTime(Duration.ofSeconds(3))
                  .memory(Size.mib(64))
                  .tasks(1));
      case PINNED_AND_RESTRICTED ->
          Limits.DEFAULT.with(
              l -> l.pinnedCores(0, 2).cpus(1.5).cpuWeight(50).idleTime(Duration.ofSeconds(5)));
      case DEFAULT_ON_V1,
          DEFAULT_ON_V2,
          DEFAULT_OF_AN_ORDINARY_USER,
          RLIMITS_STAND_IN,
          CHROOT,
          DIRECTORY_ROOT_WITH_VIEWS,
          EMPTY_ROOT,
          SESSION,
          COMMAND_IN_A_SESSION,
          COMMAND_WITHOUT_A_CGROUP,
          HOST_NETWORK,
          FILES_IN_AND_OUT,
          MADE_AHEAD,
          STANDING_BY,
          STANDING_BY_ON_V2 ->
          Limits.DEFAULT;
    };
  }

  private SandboxSpec spec(Path folder) throws IOException {
    Isolation isolation =
        switch (this) {
          case JUDGE -> Isolation.process().with(new SeccompOption("default", SeccompMode.KILL));
          case PINNED_AND_RESTRICTED -> Isolation.process().with(Speculation.RESTRICTED);
          default -> Isolation.process();
        };
    Network network =
        this == HOST_NETWORK ? Network.host(Danger.SHARES_THE_HOST_NETWORK) : Network.none();
    return new SandboxSpec(
        root(folder),
        views(folder),
        limits(),
        network,
        isolation,
        this == FILES_IN_AND_OUT ? new TreeMap<>(Map.of("LANG", "C", "KEY", SECRET)) : Map.of(),
        this == FILES_IN_AND_OUT ? Set.of("KEY") : Set.of(),
        "sandbox",
        1000,
        1000,
        GuestPath.WORK,
        Set.of(),
        this == CHROOT,
        this == RLIMITS_STAND_IN || this == COMMAND_WITHOUT_A_CGROUP,
        false);
  }

  private Root root(Path folder) throws IOException {
    return switch (this) {
      case DIRECTORY_ROOT_WITH_VIEWS -> {
        Path root = folder.resolve("image");
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("etc"));
        yield Root.directory(root);
      }
      case EMPTY_ROOT -> Root.empty();
      default -> Root.hostSystem();
    };
  }

  private List<FileView> views(Path folder) throws IOException {
    return switch (this) {
      case DIRECTORY_ROOT_WITH_VIEWS -> {
        Path data = Files.createDirectories(folder.resolve("data"));
        yield List.of(
            new FileView.BindReadOnly(data, new GuestPath("/data"), List.of()),
            new FileView.Tmpfs(new GuestPath("/scratch"), Size.mib(16), 0),
            new FileView.Content(new GuestPath("/scratch/motd"), Source.text("hello\n")));
      }
      case DEFAULT_OF_AN_ORDINARY_USER -> {
        Path work = Files.createDirectories(folder.resolve("work"));
        yield List.of(new FileView.BindWritable(work, GuestPath.WORK, List.of()));
      }
      default -> List.of();
    };
  }
}
