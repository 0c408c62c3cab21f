/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded buffer between the event loop and a reader. The loop puts bytes in while there is room;
 * the reader parks while there are none. Closing wakes a waiting reader.
 */
final class StreamBuffer extends InputStream {
  static final int CAPACITY = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Runnable roomAgain;
  private byte[] ring =
      new byte[0]; // guarded by lock, as all below; room comes with the first byte
  private int start;
  private int size;
  private boolean ended;
  private boolean closed;

  /**
   * A buffer.
   *
   * @param roomAgain called without the lock when a full buffer has room again, or is closed
   */
  StreamBuffer(Runnable roomAgain) {
    this.roomAgain = roomAgain;
  }

  /** How many bytes fit; a closed buffer takes everything and keeps nothing. */
  int room() {
    lock.lock();
    try {
      return closed ? CAPACITY : Math.max(0, CAPACITY - size);
    } finally {
      lock.unlock();
    }
  }

  void put(MemorySegment bytes, int count) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      grow(size + count);
      int end = (start + size) % ring.length;
      int first = Math.min(count, ring.length - end);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, ring, end, first);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, first, ring, 0, count - first);
      size += count;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is left in a pipe whose writers are dead may go beyond the capacity, once. */
  private void grow(int needed) {
    if (needed <= ring.length) {
      return;
    }
    byte[] larger = new byte[Math.max(needed, CAPACITY)];
    int first = Math.min(size, ring.length - start);
    System.arraycopy(ring, start, larger, 0, first);
    System.arraycopy(ring, 0, larger, first, size - first);
    ring = larger;
    start = 0;
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    boolean wasFull;
    int count;
    lock.lock();
    try {
      while (size == 0) {
        if (closed) {
          throw new IOException("the stream is closed");
        }
        if (ended) {
          return -1;
        }
        arrived.await();
      }
      wasFull = size >= CAPACITY;
      count = Math.min(length, size);
      int first = Math.min(count, ring.length - start);
      System.arraycopy(ring, start, into, offset, first);
      System.arraycopy(ring, 0, into, offset + first, count - first);
      start = (start + count) % ring.length;
      size -= count;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading the program's output");
    } finally {
      lock.unlock();
    }
    if (wasFull) {
      roomAgain.run();
    }
    return count;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return closed ? 0 : size;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      size = 0;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    roomAgain.run();
  }
}
