/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.Command;
import io.sandbox4j.Explanation;
import io.sandbox4j.Outcome;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.SessionOptions;
import io.sandbox4j.WallState;
import java.time.Duration;
import java.util.List;

/**
 * An engine made ready for one sandbox.
 *
 * @implSpec Thread-safe. A {@link #start} or {@link #open} that comes after {@link #close}, or that
 *     is under way while it is called, throws {@link IllegalStateException} and leaves nothing
 *     behind. {@link SandboxProcess#onExit} completes after every run, also one killed by {@code
 *     close}.
 */
public interface PreparedSandbox extends AutoCloseable {

  /** {@return what it was made for} */
  SandboxSpec spec();

  /**
   * Starts a command.
   *
   * @param command what to run
   * @param queued how long it waited for its turn
   * @param over run once, when the run has ended and before anybody is told its result; not if this
   *     call throws. Quick, throws nothing
   * @return the process, after execve succeeded
   * @throws InterruptedException if the thread is interrupted during the launch, which is undone
   */
  SandboxProcess start(Command command, Duration queued, Runnable over) throws InterruptedException;

  /**
   * Runs a command and waits for its end.
   *
   * @param command what to run
   * @param queued how long it waited for its turn
   * @return the result
   * @throws InterruptedException if the thread is interrupted; the run is killed and collected
   *     first
   * @implSpec Starts it and waits. An engine that can wait once for both overrides it.
   */
  default SandboxResult run(Command command, Duration queued) throws InterruptedException {
    SandboxProcess process = start(command, queued, () -> {});
    try {
      return process.waitFor();
    } catch (InterruptedException interrupt) {
      kill(process, Outcome.Killer.INTERRUPT);
      boolean again = false;
      while (true) {
        try {
          process.waitFor().close();
          break;
        } catch (InterruptedException more) {
          again = true;
        }
      }
      if (again) {
        Thread.currentThread().interrupt();
      }
      throw interrupt;
    }
  }

  /**
   * Ends a run.
   *
   * @param process a process of this sandbox
   * @param by who ends it
   */
  void kill(SandboxProcess process, Outcome.Killer by);

  /**
   * Opens a session.
   *
   * @param options what it has beyond the sandbox
   * @return the session
   * @throws InterruptedException if the thread is interrupted during the launch, which is undone
   */
  Session open(SessionOptions options) throws InterruptedException;

  /**
   * Everything that starting a command would do.
   *
   * @param command what would run
   * @return the steps
   */
  Explanation explain(Command command);

  /** {@return the walls around each run, and those that are absent} */
  List<WallState> walls();

  /** Kills every run, waits up to five seconds, gives everything back. */
  @Override
  void close();
}
