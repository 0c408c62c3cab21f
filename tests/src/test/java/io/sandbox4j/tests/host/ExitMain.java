/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;

/** A JVM that exits while its loop and shim are still there for a next sandbox. */
public final class ExitMain {
  private ExitMain() {}

  /**
   * Runs and exits.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    try (Sandbox box = HostSandboxes.builder().build()) {
      box.run(Command.of("true")).orThrow();
    }
    System.out.println("exits");
    System.exit(0);
  }
}
