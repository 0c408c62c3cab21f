/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.Command;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Sandboxes;
import java.time.Duration;

/**
 * A JVM whose shim dies when one of its children is about to ask to die with it. Another child,
 * just born, still has a copy of every descriptor of the shim, so that nobody hears of its death by
 * an end of file.
 */
public final class LatePromises {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Command TRUE = Command.of("true");

  private final Census before = Census.take();

  private LatePromises() {}

  /**
   * Kills.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    try (Sandbox first = Sandboxes.open()) {
      KilledLaunch.run(first);
      Census.rememberShims();
    }
    Thread.sleep(500); // the shim ends after its idle time
    LatePromises kills = new LatePromises();
    kills.initWhenTheProgramIsBornEarly();
    System.out.println("an init that asks too late is gone");
    // Which of the two is cloned first is chance.
    kills.madeAhead(3, 4);
    kills.madeAhead(4, 3);
    kills.madeAhead(3, 4);
    kills.madeAhead(4, 3);
    System.out.println("what makes something ahead and asks too late is gone");
  }

  private void initWhenTheProgramIsBornEarly() throws Exception {
    boolean hit = false;
    for (int i = 0; i < 20 && !hit; i++) {
      try (Sandbox box = Sandboxes.open()) {
        if (!KilledLaunch.WITH_ALL_MADE.prepare(box)) {
          continue;
        }
        try (StepKiller killer = StepKiller.beforePromise(ManyKills.shim(), 1, 2)) {
          runIntoTheKill(box);
          hit = killer.hit().isPresent();
        }
        Census.rememberShims();
      }
      before.awaitEqual(PATIENCE);
    }
    if (!hit) {
      throw new AssertionError("no init was stopped before it asked");
    }
  }

  /** Both are made while the second program runs. */
  private void madeAhead(int asking, int late) throws Exception {
    try (Sandbox box = Sandboxes.open()) {
      KilledLaunch.run(box);
      Thread.sleep(20); // a launch right after a result makes things ahead before its program runs
      try (StepKiller killer = StepKiller.beforePromise(ManyKills.shim(), asking, late);
          SandboxProcess program = box.start(Command.of("sleep", "50"))) {
        String hit = killer.awaitHit();
        if (!hit.startsWith("hit ")
            || !(program.waitFor().outcome() instanceof Outcome.EngineFailed)) {
          throw new AssertionError(hit + " and " + program.waitFor());
        }
        Census.rememberShims();
      }
      KilledLaunch.runAgain(box);
      Census.rememberShims();
    }
    before.awaitEqual(PATIENCE);
  }

  private static void runIntoTheKill(Sandbox box) throws InterruptedException {
    try (SandboxResult _ = box.run(TRUE)) {
      // A launch ends, this way or that.
    } catch (SandboxException dead) {
      KilledLaunch.runAgain(box);
    }
  }
}
