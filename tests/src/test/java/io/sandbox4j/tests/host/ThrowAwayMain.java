/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.Size;
import java.util.concurrent.Callable;

/** Uses the library as a plugin or a web application does, in a class loader of its own. */
public final class ThrowAwayMain implements Callable<String> {
  /** Made by reflection. */
  public ThrowAwayMain() {}

  @Override
  public String call() throws Exception {
    try (Sandbox box = HostSandboxes.builder().build();
        SandboxResult file = box.run(Command.shell("echo x > f").copyOut("f", Size.kib(1)));
        Session session = box.open()) {
      session.run(Command.of("true")).orThrow();
      return box.run(Command.of("echo", "from a loader of its own")).stdout().text().trim()
          + file.file("f").size();
    }
  }
}
