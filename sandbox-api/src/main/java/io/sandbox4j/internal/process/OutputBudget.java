/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of a run's outputs together, and says once when they are too many. */
final class OutputBudget {
  private final long limit;
  private final Runnable exceeded;
  private final AtomicLong used = new AtomicLong();

  OutputBudget(long limit, Runnable exceeded) {
    this.limit = limit;
    this.exceeded = exceeded;
  }

  void count(long bytes) {
    long after = used.addAndGet(bytes);
    if (after > limit && after - bytes <= limit) {
      exceeded.run();
    }
  }

  long used() {
    return used.get();
  }

  boolean isExceeded() {
    return used.get() > limit;
  }
}
