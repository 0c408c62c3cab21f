/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.lifeline;

import io.sandbox4j.Command;
import io.sandbox4j.Output;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.tests.setup.Sandboxes;
import java.util.ArrayList;
import java.util.List;

/** A JVM with three running sandboxes that waits for its death; says "ready" and the shim's pid. */
public final class DoomedJvm {
  private DoomedJvm() {}

  /**
   * Starts the sandboxes.
   *
   * @param arguments "sleeping", "paused", "full" (of output nobody reads) or "ahead" (the next
   *     launch stands by)
   */
  public static void main(String[] arguments) throws InterruptedException {
    Sandbox box = Sandboxes.open(b -> b.limits(l -> l.unlimitedOutput()));
    List<SandboxProcess> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Command command =
          arguments[0].equals("full")
              ? Command.of("yes").stdout(Output.pipe())
              : Command.shell("sleep 777 & sleep 777");
      processes.add(box.start(command));
    }
    if (arguments[0].equals("paused")) {
      processes.forEach(SandboxProcess::pause);
    }
    for (int i = 0; arguments[0].equals("ahead") && i < 6; i++) {
      box.run(Command.of("true"));
      Thread.sleep(50);
    }
    long shim = ProcessHandle.current().children().findFirst().orElseThrow().pid();
    System.out.println("ready " + shim);
    while (processes.stream().anyMatch(SandboxProcess::isAlive)) {
      Thread.sleep(1000);
    }
  }
}
