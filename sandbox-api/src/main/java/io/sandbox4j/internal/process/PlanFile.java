/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.Transfers;

/**
 * The memory file in which plans travel to a shim, one after the other: making a file and its pages
 * for each launch takes several times as long as writing to pages that are there. A plan may be
 * longer than the next one; the shim reads as much as a plan says it has. Thread-safe.
 */
final class PlanFile {
  private static final int LARGEST = 1 << 18; // what it keeps; larger plans get a file of their own
  private static final long NOBODY = 0;

  private final Descriptor file = Memfd.unsealed("sandbox4j-plan", new byte[0]);
  private long run = NOBODY; // whose plan the shim has yet to read; guarded by this, as all below
  private boolean busy; // a launch uses the descriptor, which must not be closed meanwhile
  private boolean ended;

  /**
   * Writes a plan, unless another is on its way. Who gets true calls {@link #sent} in any case.
   *
   * @param run whose plan
   * @param block the plan
   * @return whether it is written
   */
  boolean write(long run, byte[] block) {
    synchronized (this) {
      if (ended || busy || this.run != NOBODY || block.length > LARGEST) {
        return false;
      }
      busy = true;
      this.run = run;
    }
    boolean written = false;
    try {
      Transfers.fill(file.number(), block);
      written = true;
    } finally {
      if (!written) {
        sent(false);
      }
    }
    return true;
  }

  /** The descriptor to send, between {@link #write} and {@link #sent}. */
  Descriptor file() {
    return file;
  }

  /** The launch is done with the descriptor. */
  synchronized void sent(boolean onItsWay) {
    busy = false;
    if (!onItsWay) {
      run = NOBODY;
    }
    if (ended) {
      file.close();
    }
  }

  /** The shim has said something about a run: it has read its plan. */
  synchronized void read(long run) {
    if (this.run == run) {
      this.run = NOBODY;
    }
  }

  /** The shim has ended. */
  synchronized void end() {
    ended = true;
    if (!busy) {
      file.close();
    }
  }
}
