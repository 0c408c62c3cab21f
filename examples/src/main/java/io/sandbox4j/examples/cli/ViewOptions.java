/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.Root;
import io.sandbox4j.Sandbox;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Options that say what the program sees: files, environment, ids, host name. */
final class ViewOptions {
  private static final int INNER_ID = 1000;

  private final OptionSpec root =
      Options.value(
          "--root",
          "ROOT",
          Root.class,
          new RootConverter(),
          "What is seen as /, read-only: host (the host's system programs), empty, or a directory."
              + " Default: host.");

  private final OptionSpec bindsReadOnly =
      Options.list(
          "--bind-ro",
          "SRC:DST",
          BindArgument.class,
          new BindArgument.Converter(),
          "Show SRC of the host at DST, read-only.");

  private final OptionSpec binds =
      Options.list(
          "--bind",
          "SRC:DST",
          BindArgument.class,
          new BindArgument.Converter(),
          "Show SRC of the host at DST, writable; it has no quota.");

  private final OptionSpec tmpfs =
      Options.list(
          "--tmpfs",
          "DST[:SIZE]",
          TmpfsArgument.class,
          new TmpfsArgument.Converter(),
          "An empty file system in memory at DST, taken off --disk. Default size: 16m.");

  private final OptionSpec cwd =
      Options.value(
          "--cwd",
          "DIR",
          String.class,
          "Working directory inside. Default: /work, which is empty and private.");

  private final OptionSpec variables =
      Options.list(
          "--env",
          "NAME=VALUE",
          VariableArgument.class,
          new VariableArgument.Converter(),
          "Set a variable; none is inherited. Set already: PATH, HOME, TMPDIR, LANG.");

  private final OptionSpec uid =
      Options.value(
          "--uid",
          "N",
          Integer.class,
          NumberConverter.whole(),
          "User id the program sees, 0 to 65533; it owns nothing on the host. Default: 1000.");

  private final OptionSpec gid =
      Options.value(
          "--gid",
          "N",
          Integer.class,
          NumberConverter.whole(),
          "Group id the program sees, 0 to 65533. Default: 1000.");

  private final OptionSpec hostname =
      Options.value(
          "--hostname", "NAME", String.class, "Host name the program sees. Default: sandbox.");

  List<OptionSpec> all() {
    return List.of(root, bindsReadOnly, binds, tmpfs, cwd, variables, uid, gid, hostname);
  }

  void applyTo(Sandbox.Builder builder) {
    Options.<Root>ifGiven(root, builder::root);
    Options.<BindArgument>each(
        bindsReadOnly, bind -> builder.bindReadOnly(bind.host(), bind.guest()));
    Options.<BindArgument>each(binds, bind -> builder.bind(bind.host(), bind.guest()));
    Options.<TmpfsArgument>each(tmpfs, mount -> builder.tmpfs(mount.guest(), mount.size()));
    Options.<VariableArgument>each(
        variables, variable -> builder.env(variable.name(), variable.value()));
    builder.user(idOf(uid), idOf(gid));
    Options.<String>ifGiven(cwd, builder::cwd);
    Options.<String>ifGiven(hostname, builder::hostname);
  }

  private static int idOf(OptionSpec option) {
    Integer given = option.getValue();
    return given == null ? INNER_ID : given;
  }
}
