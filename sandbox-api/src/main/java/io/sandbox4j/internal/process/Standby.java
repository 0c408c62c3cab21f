/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Outcome;
import io.sandbox4j.spi.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The next launch of a sandbox that runs the same command again and again: a new sandbox that
 * nobody has used, made while the last program runs, whose program waits for its streams right
 * before filter and execve. There is one at most, for more would take the processor from the
 * program that runs, and one that is not wanted soon is removed. Thread-safe.
 */
final class Standby implements AutoCloseable {
  /** How long one stands. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A launch on its way, or arrived there. */
  record Ready(Run run, SettledLaunch launch, long since) {
    private boolean hasFailed() {
      return run.gone().isDone() || run.started().isDone();
    }

    private void remove() {
      run.kill(Cause.of(Outcome.Killer.CLOSE));
    }
  }

  private @Nullable Ready ready; // guarded by this, as all below
  private boolean coming;
  private boolean watched;
  private boolean closed;
  private boolean never;

  /** The launch that does what a run asks for, if it is there. */
  synchronized @Nullable Run take(Supervisor supervisor, RunSpec run, List<Integer> ways) {
    Ready there = ready;
    if (there == null || !there.launch.serves(supervisor, run, ways)) {
      return null;
    }
    ready = null;
    return there.hasFailed() ? null : there.run;
  }

  /**
   * Makes one, unless there is one.
   *
   * @param by whose thread makes it
   * @param maker launches it; gives null if it cannot be made ahead
   */
  void refill(Executor by, Supplier<@Nullable Ready> maker) {
    synchronized (this) {
      if (closed || never || coming || ready != null) {
        return;
      }
      coming = true;
    }
    by.execute(() -> make(maker));
  }

  private void make(Supplier<@Nullable Ready> maker) {
    Ready made = null;
    boolean failed = false;
    try {
      made = maker.get();
    } catch (RuntimeException failure) {
      failed = true; // the caller's own launches will say it
      log(failure);
    }
    boolean unwanted;
    boolean watch;
    synchronized (this) {
      coming = false;
      never |= failed;
      unwanted = closed;
      if (!unwanted) {
        ready = made;
      }
      watch = ready != null && !watched;
      watched |= watch;
    }
    if (made != null) {
      Ready one = made;
      var _ = one.run.started().whenComplete((_, failure) -> forget(one, failure));
      if (unwanted) {
        one.remove();
      }
    }
    if (watch) {
      Thread.startVirtualThread(this::watch);
    }
  }

  /** It runs its program, or has failed; one that failed before it was wanted is the last. */
  private void forget(Ready one, @Nullable Throwable failure) {
    synchronized (this) {
      if (!one.equals(ready)) {
        return;
      }
      ready = null;
      never |= failure != null;
    }
    if (failure != null) {
      log(failure);
    }
  }

  private static void log(Throwable failure) {
    LoggerFactory.getLogger(Standby.class)
        .atDebug()
        .setCause(failure)
        .log("could not make a launch ahead");
  }

  /** Until there is none: removes one that has stood for too long. */
  private void watch() {
    for (long left = 0; left >= 0; LockSupport.parkNanos(left)) {
      left = removeOld();
    }
  }

  /** How long until there is one to remove; less than 0 without any. */
  private long removeOld() {
    Ready old;
    synchronized (this) {
      old = ready;
      long left = old == null ? -1 : old.since + PATIENCE.toNanos() - System.nanoTime();
      watched = left >= 0;
      if (watched || old == null) {
        return left;
      }
      ready = null;
    }
    old.remove();
    return -1;
  }

  @Override
  public void close() {
    Ready last;
    synchronized (this) {
      closed = true;
      last = ready;
      ready = null;
    }
    if (last != null) {
      last.remove();
    }
  }
}
