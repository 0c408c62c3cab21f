/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.Sandboxes;
import java.time.Duration;

/**
 * A JVM that runs one shell script in a sandbox, says what it printed, and looks for what is left.
 */
public final class Plain {
  private static final Duration PATIENCE = Place.within(Duration.ofSeconds(5));

  private Plain() {}

  /**
   * Runs.
   *
   * @param arguments the script
   */
  public static void main(String[] arguments) throws InterruptedException {
    Census before = Census.take();
    String said;
    try (Sandbox box = Sandboxes.open()) {
      try (SandboxResult result = box.run(Command.shell(arguments[0]))) {
        if (!result.ok()) {
          throw new AssertionError(result + result.stderr().text());
        }
        said = result.stdout().text().strip();
      }
      try (SandboxResult result = box.run(Command.shell("(sleep 30 & sleep 30 &) ; exit 7"))) {
        expect(new Outcome.Exited(7), result.outcome());
      }
      try (SandboxProcess process = box.start(Command.of("sleep", "30"))) {
        process.destroy();
        expect(new Outcome.Killed(Outcome.Killer.DESTROY), process.waitFor().outcome());
      }
      Census.rememberShims();
    }
    before.awaitEqual(PATIENCE);
    System.out.println(said);
  }

  private static void expect(Outcome expected, Outcome actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("it ended as " + actual + ", not " + expected);
    }
  }
}
