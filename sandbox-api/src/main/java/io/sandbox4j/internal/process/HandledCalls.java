/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HandlerFailure;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.spi.CallHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The calls of one run that handlers answer, each on a virtual thread of its own. There are {@link
 * #MOST} at a time; while there are, further ones wait in the kernel, where they cost the JVM
 * nothing. Thread-safe.
 */
final class HandledCalls {
  /** How many handlers of one run are at work at a time. */
  static final int MOST = 256;

  private static final long LOOK_NANOS = 1_000_000_000;

  private final RunListener listener;
  private final IntFunction<String> names;
  private final HandlerFailures failures = new HandlerFailures();
  private final InterruptedCalls interrupted;
  private final Set<HandledCall> running = new HashSet<>(); // guarded by this, as all below
  private boolean full;
  private long lookedForForsaken = System.nanoTime() - LOOK_NANOS;
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param waitsKillable whether no call is interrupted and comes again
   * @param names of calls by number
   */
  HandledCalls(RunListener listener, boolean waitsKillable, IntFunction<String> names) {
    this.listener = listener;
    this.names = names;
    this.interrupted = new InterruptedCalls(!waitsKillable);
  }

  /** Begins to answer a call; on the loop. */
  void take(SeccompListener.Notification notification, CallHandler handler) {
    HandledCall call = new HandledCall(this, listener, interrupted, notification, handler);
    try {
      Thread thread =
          Thread.ofVirtual()
              .name("sandbox4j-handler")
              .inheritInheritableThreadLocals(false)
              .unstarted(call);
      call.by(thread);
      if (begin(call)) {
        thread.start();
      }
    } catch (RuntimeException | Error noThread) {
      failed(call, noThread);
      listener.refuseAtOnce(notification.id(), Errno.EPERM);
      ended(call);
    }
  }

  private synchronized boolean begin(HandledCall call) {
    if (closed) {
      return false;
    }
    running.add(call);
    if (running.size() >= MOST) {
      full = true;
      listener.pause();
      endForsaken();
    }
    return true;
  }

  /** Makes room; not each time there is none, since it takes the loop a while. */
  private void endForsaken() {
    long now = System.nanoTime();
    if (now - lookedForForsaken >= LOOK_NANOS) {
      lookedForForsaken = now;
      running.forEach(HandledCall::interruptIfForsaken);
    }
  }

  /** A handler is done with a call. */
  synchronized void ended(HandledCall call) {
    running.remove(call);
    if (full && running.size() < MOST) {
      full = false;
      listener.resume();
    }
  }

  /** A handler did not answer, while there was somebody to answer. */
  void failed(HandledCall call, Throwable thrown) {
    if (!closed) {
      failures.add(call.handler(), names.apply(call.number()), thrown);
    }
  }

  boolean isClosed() {
    return closed;
  }

  List<HandlerFailure> failures() {
    return failures.all();
  }

  /** Nobody waits for an answer any more: interrupts the handlers. */
  void close() {
    List<HandledCall> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(running);
    }
    last.forEach(HandledCall::interrupt);
    interrupted.close();
  }
}
