/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import io.sandbox4j.SandboxException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The CI runner's command: builds a checkout as its {@code ci.properties} says. */
public final class CiRunner {
  private static final String PIPELINE = "ci.properties";
  private static final int A_STEP_FAILED = 1;
  private static final int NOT_STARTED = 2;

  private CiRunner() {}

  /**
   * Builds.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.getenv(), System.out, System.err));
  }

  /**
   * Builds.
   *
   * @param arguments as on the command line
   * @param environment where the values of secrets come from
   * @param log gets the live log
   * @param err gets failures
   * @return the exit status
   */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream log, PrintStream err) {
    if (arguments.contains("--help")) {
      log.println(CiOptions.USAGE);
      return 0;
    }
    try {
      CiOptions options = CiOptions.parse(arguments, environment);
      Pipeline pipeline = Pipeline.read(options.checkout().resolve(PIPELINE));
      return new Build(pipeline, options, log).run() ? 0 : A_STEP_FAILED;
    } catch (IllegalArgumentException | SandboxException failure) {
      err.println("ci: " + failure.getMessage());
    } catch (IOException | UncheckedIOException failure) {
      err.println("ci: " + failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      err.println("ci: interrupted");
    }
    return NOT_STARTED;
  }
}
