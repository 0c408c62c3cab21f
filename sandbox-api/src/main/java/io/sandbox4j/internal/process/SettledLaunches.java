/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.spi.RunSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launches of one sandbox that wait to be repeated, the last used first: who runs a program on
 * many inputs builds few plans. Thread-safe.
 */
final class SettledLaunches implements AutoCloseable {
  /** As many as are worth their memory, some dozen KiB each. */
  static final int MOST = 8;

  private final Deque<SettledLaunch> idle = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  /** One that does what a run asks for; the caller gives it back or drops it. */
  synchronized @Nullable SettledLaunch take(
      Supervisor supervisor, RunSpec run, List<Integer> ways) {
    for (Iterator<SettledLaunch> all = idle.iterator(); all.hasNext(); ) {
      SettledLaunch launch = all.next();
      if (launch.run().standsBy() == run.standsBy()
          && launch.takes(run.passed().keySet())
          && launch.serves(supervisor, run, ways)) {
        all.remove();
        return launch;
      }
    }
    return null;
  }

  /** Nothing of its run is left. */
  void giveBack(SettledLaunch launch) {
    SettledLaunch tooMuch = launch;
    synchronized (this) {
      if (!closed && !launch.supervisor().isDead()) {
        idle.addFirst(launch);
        tooMuch = idle.size() > MOST ? idle.removeLast() : null;
      }
    }
    if (tooMuch != null) {
      tooMuch.drop();
    }
  }

  @Override
  public void close() {
    List<SettledLaunch> rest;
    synchronized (this) {
      closed = true;
      rest = List.copyOf(idle);
      idle.clear();
    }
    rest.forEach(SettledLaunch::drop);
  }
}
