/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import io.sandbox4j.SandboxProcess;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whoever stops this command (Ctrl-C, SIGTERM) stops the run: it is killed, the reports are still
 * written, and the exit status is that of a killed run.
 */
final class StopSignal implements AutoCloseable {
  /** How long reports may take once the run is killed. */
  private static final long GRACE_SECONDS = 5;

  private final CountDownLatch reported = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(SandboxProcess process) {
    hook = new Thread(() -> stop(process), "sandbox-stop");
  }

  /** From now on the end of the JVM kills the process. */
  static StopSignal kills(SandboxProcess process) {
    StopSignal signal = new StopSignal(process);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** The run has ended and is reported. */
  @Override
  public void close() {
    reported.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is stopping: the hook runs, and has just been told to go on.
    }
  }

  private void stop(SandboxProcess process) {
    process.destroy();
    try {
      if (!reported.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "sandbox: no report, the run did not end within " + GRACE_SECONDS + " s");
      }
    } catch (InterruptedException nobodyInterruptsHooks) {
      Thread.currentThread().interrupt();
    }
    // The JVM would exit with the number of its own signal.
    Runtime.getRuntime().halt(ExitStatus.KILLED);
  }
}
