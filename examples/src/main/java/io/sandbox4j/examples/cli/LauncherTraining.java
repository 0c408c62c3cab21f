/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What the build runs to learn which classes a run needs, for the CDS archive beside the launcher.
 * It asks for no rights: where a sandbox cannot be built, the attempt has loaded the classes up to
 * there.
 */
final class LauncherTraining {
  private LauncherTraining() {}

  /** Uses each command once and ends the JVM with status 0. */
  public static void main(String... arguments) {
    RawArguments raw = RawArguments.ofThisProcess();
    execute(raw, "run", "--help");
    execute(raw, "run", "--memory", "64m", "--cpu-time", "1.5s", "--explain", "--", "/bin/true");
    execute(raw, "run", "--", "/bin/true");
    System.exit(0);
  }

  private static void execute(RawArguments raw, String... arguments) {
    CommandLine line = SandboxCommand.commandLine(raw, arguments);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(new StringWriter()));
    line.execute(arguments);
  }
}
