/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.spi.CallAnswer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The seccomp listener of one run. The loop takes calls from it and closes it; handlers answer from
 * threads of their own, and must never hit another's descriptor that got its number. Thread-safe;
 * what is done under the lock waits for nobody.
 */
final class RunListener {
  private final Descriptor listener; // guarded by this, as all below
  private @Nullable EventLoop loop;
  private long token;
  private boolean paused;

  /** One at a time, each of which takes a platform thread. */
  private final ReentrantLock injecting = new ReentrantLock();

  RunListener(Descriptor listener) {
    this.listener = listener;
    SeccompListener.wakeOnOneProcessor(listener);
  }

  /** From here on calls are told of. */
  synchronized void begin(EventLoop by, EventLoop.Handler handler) {
    loop = by;
    token = by.add(listener, Epoll.IN, handler);
  }

  /** The next call; on the loop, when the listener has shown readable. */
  synchronized SeccompListener.@Nullable Notification receive() {
    return loop != null && listener.isOpen() ? loop.exchange().receive(listener) : null;
  }

  /** Refuses a call; on the loop. */
  synchronized void refuseAtOnce(long id, int errno) {
    if (loop != null && listener.isOpen()) {
      loop.exchange().refuse(listener, id, errno);
    }
  }

  /**
   * Answers a call with what all such calls get; on the loop.
   *
   * @return false if that is nothing to be given at once
   */
  synchronized boolean answerAtOnce(long id, @Nullable CallAnswer answer) {
    if (loop == null || !listener.isOpen()) {
      return answer != null;
    }
    switch (answer) {
      case CallAnswer.Value(long value) -> loop.exchange().answer(listener, id, value);
      case CallAnswer.Refusal(int errno) -> loop.exchange().refuse(listener, id, errno);
      case CallAnswer.Content _, CallAnswer.Copy _, CallAnswer.CarryOut _ -> {
        return false;
      }
      case null -> {
        return false;
      }
    }
    return true;
  }

  /** Has a call carried out; on the loop. */
  synchronized void carryOutAtOnce(long id) {
    if (loop != null && listener.isOpen()) {
      loop.exchange().carryOut(listener, id);
    }
  }

  /** Refuses a call; whether its caller waited. */
  synchronized boolean refuse(long id, int errno) {
    return listener.isOpen() && SeccompListener.refuse(listener, id, errno);
  }

  /** Answers a call; whether its caller waited. */
  synchronized boolean answer(long id, long value) {
    return listener.isOpen() && SeccompListener.answer(listener, id, value);
  }

  /** Has a call carried out; whether its caller waited. */
  synchronized boolean carryOut(long id) {
    return listener.isOpen() && SeccompListener.carryOut(listener, id);
  }

  synchronized boolean isWaiting(long id) {
    return listener.isOpen() && SeccompListener.isWaiting(listener, id);
  }

  /**
   * Answers with a descriptor, and waits until the caller has taken it.
   *
   * @return its number there, or a negative errno as {@link SeccompListener#answerWith} gives it
   */
  long answerWith(long id, int ours, boolean closeOnExec) throws InterruptedException {
    injecting.lockInterruptibly();
    try {
      Descriptor own = duplicate();
      return own == null ? -Errno.ENOENT : Injection.of(own, id, ours, closeOnExec);
    } finally {
      injecting.unlock();
    }
  }

  private synchronized @Nullable Descriptor duplicate() {
    return listener.isOpen() ? listener.duplicate() : null;
  }

  /** Takes no further calls, which wait in the kernel. */
  synchronized void pause() {
    watch(true);
  }

  /** Takes calls again. */
  synchronized void resume() {
    watch(false);
  }

  private void watch(boolean nothing) {
    if (loop != null && listener.isOpen() && paused != nothing) {
      paused = nothing;
      loop.modify(listener, nothing ? 0 : Epoll.IN, token);
    }
  }

  /** Calls that wait get ENOSYS. */
  synchronized void close() {
    if (loop != null && listener.isOpen()) {
      loop.remove(listener, token);
    }
    listener.close();
  }
}
