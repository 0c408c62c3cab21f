/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Outcome;
import io.sandbox4j.spi.RunSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The next launches of a sandbox that runs the same command again and again: new sandboxes that
 * nobody has used, made while the last program runs, whose programs wait for their streams right
 * before filter and execve. There are few, and one that is not wanted soon is removed. Thread-safe.
 */
final class Standby implements AutoCloseable {
  /** How long one stands. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** More would take the processor from the program that runs. */
  static final int MOST = 1;

  /** A launch on its way, or arrived there. */
  record Ready(Run run, SettledLaunch launch, long since) {
    private boolean hasFailed() {
      return run.gone().isDone() || run.started().isDone();
    }
  }

  private final Deque<Ready> ready =
      new ArrayDeque<>(); // the oldest first; guarded by this, as all below
  private int coming;
  private boolean watched;
  private boolean closed;
  private boolean never;

  /** The launch that does what a run asks for, if it is there. */
  synchronized @Nullable Run take(Supervisor supervisor, RunSpec run, List<Integer> ways) {
    for (Iterator<Ready> all = ready.iterator(); all.hasNext(); ) {
      Ready there = all.next();
      if (there.launch.serves(supervisor, run, ways)) {
        all.remove();
        if (!there.hasFailed()) {
          return there.run;
        }
      }
    }
    return null;
  }

  /**
   * Makes one, unless there are enough.
   *
   * @param by whose thread makes it
   * @param maker launches it; gives null if it cannot be made ahead
   */
  void refill(Executor by, Supplier<@Nullable Ready> maker) {
    synchronized (this) {
      if (closed || never || coming + ready.size() >= MOST) {
        return;
      }
      coming++;
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
    boolean watch;
    boolean unwanted;
    synchronized (this) {
      coming--;
      never |= failed;
      unwanted = closed;
      if (made != null && !closed) {
        ready.addLast(made);
      }
      watch = !ready.isEmpty() && !watched;
      watched |= watch;
    }
    if (made != null) {
      Ready one = made;
      var _ = one.run.started().whenComplete((_, failure) -> forget(one, failure));
      if (unwanted) {
        remove(one);
      }
    }
    if (watch) {
      Thread.startVirtualThread(this::watch);
    }
  }

  /** One that runs its program, or has failed; one that failed before it was wanted is the last. */
  private void forget(Ready one, @Nullable Throwable failure) {
    synchronized (this) {
      if (!ready.remove(one)) {
        return;
      }
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

  /** Until there is none: removes those that have stood for too long. */
  private void watch() {
    for (long left = 0; left >= 0; LockSupport.parkNanos(left)) {
      left = removeOld();
    }
  }

  /** How long until there is one to remove; less than 0 without any. */
  private long removeOld() {
    List<Ready> old = new ArrayList<>();
    long left = -1;
    synchronized (this) {
      long now = System.nanoTime();
      while (!ready.isEmpty() && left < 0) {
        left = ready.getFirst().since + PATIENCE.toNanos() - now;
        if (left < 0) {
          old.add(ready.removeFirst());
        }
      }
      watched = left >= 0;
    }
    old.forEach(Standby::remove);
    return left;
  }

  private static void remove(Ready one) {
    one.run.kill(Cause.of(Outcome.Killer.CLOSE));
  }

  @Override
  public void close() {
    List<Ready> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(ready);
      ready.clear();
    }
    last.forEach(Standby::remove);
  }
}
