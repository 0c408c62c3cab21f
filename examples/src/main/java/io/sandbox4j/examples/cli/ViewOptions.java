/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Root;
import io.sandbox4j.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what the program sees: files, environment, ids, host name. */
final class ViewOptions {
  private static final int INNER_ID = 1000;

  @Option(
      names = "--root",
      paramLabel = "ROOT",
      converter = RootConverter.class,
      description =
          "What is seen as /, read-only: host (the host's system programs), empty, or a directory."
              + " Default: host.")
  private Root root = Root.hostSystem();

  @Option(
      names = "--bind-ro",
      paramLabel = "SRC:DST",
      converter = BindArgument.Converter.class,
      description = "Show SRC of the host at DST, read-only.")
  private List<BindArgument> bindsReadOnly = new ArrayList<>();

  @Option(
      names = "--bind",
      paramLabel = "SRC:DST",
      converter = BindArgument.Converter.class,
      description = "Show SRC of the host at DST, writable; it has no quota.")
  private List<BindArgument> binds = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "DST[:SIZE]",
      converter = TmpfsArgument.Converter.class,
      description = "An empty file system in memory at DST, taken off --disk. Default size: 16m.")
  private List<TmpfsArgument> tmpfs = new ArrayList<>();

  @Option(
      names = "--cwd",
      paramLabel = "DIR",
      description = "Working directory inside. Default: /work, which is empty and private.")
  private @Nullable String cwd;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      converter = VariableArgument.Converter.class,
      description = "Set a variable; none is inherited. Set already: PATH, HOME, TMPDIR, LANG.")
  private List<VariableArgument> variables = new ArrayList<>();

  @Option(
      names = "--uid",
      paramLabel = "N",
      description =
          "User id the program sees, 0 to 65533; it owns nothing on the host. Default: 1000.")
  private int uid = INNER_ID;

  @Option(
      names = "--gid",
      paramLabel = "N",
      description = "Group id the program sees, 0 to 65533. Default: 1000.")
  private int gid = INNER_ID;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "Host name the program sees. Default: sandbox.")
  private @Nullable String hostname;

  void applyTo(Sandbox.Builder builder) {
    builder.root(root).user(uid, gid);
    bindsReadOnly.forEach(bind -> builder.bindReadOnly(bind.host(), bind.guest()));
    binds.forEach(bind -> builder.bind(bind.host(), bind.guest()));
    tmpfs.forEach(mount -> builder.tmpfs(mount.guest(), mount.size()));
    variables.forEach(variable -> builder.env(variable.name(), variable.value()));
    if (cwd != null) {
      builder.cwd(cwd);
    }
    if (hostname != null) {
      builder.hostname(hostname);
    }
  }
}
