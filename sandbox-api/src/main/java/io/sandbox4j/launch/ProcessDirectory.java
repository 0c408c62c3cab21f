/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Action.Special;
import java.nio.charset.StandardCharsets;

/** The directory in /proc of a process whose pid is known only when the plan runs (proc(5)). */
public final class ProcessDirectory {
  private static final String PROC = "/proc/";
  private static final int DIGITS = 20; // of a 64-bit number, its NUL included
  private static final int PATH_DIRECTORY_CLOEXEC = 0x200000 | OpenFlags.O_DIRECTORY | 0x80000;

  private ProcessDirectory() {}

  /**
   * Adds the shim's steps that open init's directory.
   *
   * @param plan where the steps go
   * @param stage when
   * @param whose how the labels name its owner, for example {@code its}
   * @return the open step, whose result is still to be saved
   */
  public static PlanBuilder.Added open(PlanBuilder plan, Stage stage, String whose) {
    Chunk path =
        plan.bytes(
            (PROC + "\0".repeat(DIGITS)).getBytes(StandardCharsets.US_ASCII), PROC + "<init>");
    var shim = plan.at(Role.SHIM, stage);
    shim.does(
        "write " + whose + " pid into the path",
        Special.DECIMAL,
        new Operand.Address(path, PROC.length()),
        plan.saved("init.pid"));
    return shim.call(
        "open " + whose + " directory in /proc",
        "openat",
        Operand.AT_FDCWD,
        new Operand.Address(path, 0),
        Operand.value(PATH_DIRECTORY_CLOEXEC, "O_PATH|O_DIRECTORY|O_CLOEXEC"));
  }
}
