/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.pitfall;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.tests.setup.Sandboxes;

/** A JVM of its own that runs one command, which leaves an orphan, and prints its outcome. */
final class OneRun {
  private OneRun() {}

  /** Runs. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Sandbox box = Sandboxes.open()) {
      System.out.println(box.run(Command.shell("(sleep 60 &) ; exit 3")).outcome());
    }
  }
}
