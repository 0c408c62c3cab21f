/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Command;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Source;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The program in a sandbox with nothing changed from the defaults: every wall stands. */
final class SandboxedProgram {
  private static final String NAME = "exit_at_once";

  private final Command command;

  private SandboxedProgram(Command command) {
    this.command = command;
  }

  static SandboxedProgram of(Path program) throws IOException {
    return new SandboxedProgram(
        Command.of("./" + NAME)
            .copyIn(NAME, Source.bytes(Files.readAllBytes(program)).executable())
            .stdout(Output.discard())
            .stderr(Output.discard()));
  }

  /**
   * From the call of {@link Sandbox#run} to its return.
   *
   * @return nanoseconds
   */
  long launch(Sandbox sandbox) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (SandboxResult result = sandbox.run(command)) {
      long nanos = System.nanoTime() - begin;
      check(result);
      return nanos;
    }
  }

  /**
   * From the program's exit until every process, mount and cgroup of the run is gone, which is what
   * closing its sandbox waits for.
   *
   * @return nanoseconds
   */
  long cleanUp(Sandbox sandbox) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    SandboxResult result;
    try (sandbox;
        SandboxProcess process = sandbox.start(command)) {
      result = process.waitFor();
    }
    long nanos = System.nanoTime() - begin;
    check(result);
    return nanos - result.usage().setup().get().toNanos() - result.usage().wall().get().toNanos();
  }

  /** What this starts, as it stands in the figures. */
  LaunchedSandbox describe(Sandbox sandbox) throws IOException, InterruptedException {
    try (SandboxResult result = sandbox.run(command)) {
      check(result);
      return LaunchedSandbox.of(result.walls(), sandbox.explain(command).toString());
    }
  }

  /** A launch without its walls or with another end is no measurement. */
  private static void check(SandboxResult result) throws IOException {
    if (!result.ok()) {
      throw new IOException("the program did not run: " + result.outcome());
    }
    Set<Wall> missing = EnumSet.allOf(Wall.class);
    missing.removeIf(wall -> !wall.isMandatory());
    result.walls().stream()
        .filter(WallState::inForce)
        .forEach(state -> missing.remove(state.wall()));
    if (!missing.isEmpty()) {
      throw new IOException("default walls are absent: " + missing);
    }
  }
}
