/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The turns of a sandbox's runs: so many at once, who came first goes first. */
final class Turns {
  private final int most;
  private final Duration timeout;
  private final Semaphore free;
  private volatile boolean closed;

  Turns(int most, Duration timeout) {
    this.most = most;
    this.timeout = timeout;
    this.free = new Semaphore(most, true);
  }

  /**
   * Waits for a turn.
   *
   * @throws SandboxBusyException if it took too long
   * @throws IllegalStateException if the turns were closed before or while waiting
   */
  Turn take() throws InterruptedException {
    long begin = System.nanoTime();
    if (!free.tryAcquire(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)) {
      throw new SandboxBusyException(
          "waited %s (queueTimeout) while %d others (maxConcurrent) ran".formatted(timeout, most));
    }
    if (closed) {
      free.release(); // wakes the next one in the queue, who ends up here as well
      throw new IllegalStateException("the sandbox is closed");
    }
    return new Turn(free, most == Integer.MAX_VALUE ? 0 : System.nanoTime() - begin);
  }

  /** Refuses whoever waits now or comes later. */
  void close() {
    closed = true;
    if (most < Integer.MAX_VALUE) {
      free.release(); // whoever waits passes it on
    }
  }

  /** One turn. Given back any number of times, it counts once. */
  static final class Turn {
    private final Semaphore free;
    private final Duration queued;
    private final AtomicBoolean given = new AtomicBoolean();

    private Turn(Semaphore free, long queuedNanos) {
      this.free = free;
      this.queued = Duration.ofNanos(queuedNanos);
    }

    Duration queued() {
      return queued;
    }

    void giveBack() {
      if (!given.getAndSet(true)) {
        free.release();
      }
    }
  }
}
