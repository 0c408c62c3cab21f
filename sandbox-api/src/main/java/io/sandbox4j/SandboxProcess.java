/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A running command. Its program's execve has succeeded. Closing it kills the run and forgets it.
 *
 * @implSpec Thread-safe. Waiting parks a virtual thread and never pins its carrier.
 */
public interface SandboxProcess extends AutoCloseable {

  /** {@return the program's pid as the JVM's pid namespace sees it} */
  long pid();

  /** {@return whether the run has not ended} */
  boolean isAlive();

  /**
   * Waits for the end. An interrupt does not kill the run.
   *
   * @return the result
   * @throws InterruptedException if the thread is interrupted
   */
  SandboxResult waitFor() throws InterruptedException;

  /**
   * Waits for the end for some time.
   *
   * @param timeout how long
   * @return the result, or empty if the run goes on
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<SandboxResult> waitFor(Duration timeout) throws InterruptedException;

  /**
   * The result to come. Cancelling the future kills nothing; its continuations run on virtual
   * threads.
   *
   * @return a copy of the future of the result
   */
  CompletableFuture<SandboxResult> onExit();

  /**
   * The program's standard input, with {@link Input#pipe()}.
   *
   * @return the stream
   * @throws IllegalStateException if the input is not a pipe
   */
  OutputStream stdin();

  /**
   * The program's standard output, with {@link Output#pipe()}.
   *
   * @return the stream
   * @throws IllegalStateException if the output is not a pipe
   */
  InputStream stdout();

  /**
   * The program's standard error, with {@link Output#pipe()}.
   *
   * @return the stream
   * @throws IllegalStateException if the output is not a pipe
   */
  InputStream stderr();

  /** {@return what the run has used so far, or in all if it has ended} */
  Usage usage();

  /**
   * Freezes all processes of the run; its wall time stands still.
   *
   * @throws SandboxException if the host has no freezer for it
   */
  void pause();

  /** Lets a paused run go on. */
  void resume();

  /**
   * Sends the main program a signal.
   *
   * @param signal 1 to 64, signal(7)
   */
  void signal(int signal);

  /**
   * Asks the main program to end with SIGTERM, and kills the run when it has not after a while.
   *
   * @param grace how long it gets
   */
  void terminate(Duration grace);

  /** Kills every process of the run. */
  void destroy();

  /** Kills the run if it is alive, and forgets its result. */
  @Override
  void close();
}
