/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One of the JVM's own standard streams, waited for on the event loop: a read of a terminal may
 * take for ever, and must neither hold a virtual thread's carrier nor swallow what is typed for
 * whoever reads next. The stream itself stays as it is, blocking and open.
 */
final class HostStream implements AutoCloseable {
  private static final int F_DUPFD_CLOEXEC = 1030;

  private final EventLoop loop;
  private final int interest;
  private final Descriptor copy;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ready; // guarded by lock, as all below
  private boolean closed;
  private long token;

  /**
   * Takes hold of a standard stream.
   *
   * @param number 0 to 2
   * @param interest what is waited for
   */
  HostStream(EventLoop loop, int number, int interest) {
    this.loop = loop;
    this.interest = interest;
    this.copy = Descriptor.of("fcntl", Kernel.host().call("fcntl", number, F_DUPFD_CLOEXEC, 3));
  }

  /** What is read from or written to once {@link #await} says so. */
  int number() {
    return copy.number();
  }

  /** Waits until one read or a small write will not wait; false when it was closed meanwhile. */
  boolean await() throws InterruptedIOException {
    lock.lock();
    try {
      ready = false;
      if (!closed && !watch()) {
        return true;
      }
      while (!ready && !closed) {
        changed.await();
      }
      return !closed;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a stream of the JVM");
    } finally {
      lock.unlock();
    }
  }

  /** False for what never makes a reader wait, such as a file: epoll refuses it. */
  private boolean watch() {
    if (token != 0) {
      return true;
    }
    try {
      token = loop.add(copy, interest, _ -> isReady());
      return true;
    } catch (LinuxException refused) {
      if (refused.errno() != Errno.EPERM) {
        throw refused;
      }
      return false;
    }
  }

  /** On the loop; taken out at once, for a closed pipe would be ready for ever. */
  private void isReady() {
    lock.lock();
    try {
      unwatch();
      ready = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void unwatch() {
    if (token != 0) {
      loop.remove(copy, token);
      token = 0;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      unwatch();
      copy.close();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
