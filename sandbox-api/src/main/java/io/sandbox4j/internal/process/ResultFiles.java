/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Size;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the files of one sandbox's results may hold together until they are closed. They are
 * memory of the JVM's own: without a bound a caller who forgets to close results, or a program that
 * leaves large files, would take the host's.
 */
final class ResultFiles {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  ResultFiles(Size most) {
    this.most = most.bytes();
  }

  /** Takes room for a file, or tells that there is none. */
  boolean take(long bytes) {
    long before;
    do {
      before = held.get();
      if (bytes > most - before) {
        return false;
      }
    } while (!held.compareAndSet(before, before + bytes));
    return true;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
