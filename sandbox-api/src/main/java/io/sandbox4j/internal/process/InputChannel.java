/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Transfers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The writing end of the program's stdin. A full pipe parks the writer until the loop says that
 * there is room. When the program stops reading, the rest is dropped without an error.
 */
final class InputChannel extends OutputStream {
  private static final int PIECE = 64 * 1024;

  private final EventLoop loop;
  private final Descriptor end;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private boolean writable; // guarded by lock, as all below
  private boolean dropped;
  private boolean closed;
  private long token;

  InputChannel(EventLoop loop, Descriptor end) {
    this.loop = loop;
    this.end = end;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    lock.lock();
    try {
      int done = 0;
      while (done < length && !dropped) {
        if (closed) {
          throw new IOException("the program's stdin is closed");
        }
        long size =
            Transfers.write(end.number(), bytes, offset + done, Math.min(length - done, PIECE));
        if (size == -Errno.EAGAIN) {
          awaitRoom();
        } else if (size < 0) {
          dropped = true; // EPIPE: nobody reads any more
        } else {
          done += (int) size;
        }
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing to the program's stdin");
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws InterruptedException {
    writable = false;
    if (token == 0) {
      token = loop.add(end, Epoll.OUT, _ -> hasRoom());
    }
    while (!writable && !closed && !dropped) {
      room.await();
    }
  }

  private void hasRoom() {
    lock.lock();
    try {
      writable = true;
      unwatch(); // a pipe without a reader would be ready for ever
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False when the run is over, or the program reads no more: what is written is dropped. */
  boolean isRead() {
    lock.lock();
    try {
      return !dropped && !closed;
    } finally {
      lock.unlock();
    }
  }

  /** The run is over: a waiting writer goes on and drops. */
  void runEnded() {
    lock.lock();
    try {
      dropped = true;
      shut();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      shut();
    } finally {
      lock.unlock();
    }
  }

  private void unwatch() {
    if (token != 0) {
      loop.remove(end, token);
      token = 0;
    }
  }

  private void shut() {
    unwatch();
    end.close();
    room.signalAll();
  }
}
