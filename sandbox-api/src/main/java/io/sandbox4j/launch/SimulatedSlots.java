/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The numbers that one simulated process has: its own saved results, the session's, the passed
 * descriptors.
 */
final class SimulatedSlots {
  static final int EMPTY = -1;

  private final long[] saved;
  private final long[] ofSession;
  private long[] passed;
  private final BitSet owned;

  private SimulatedSlots(long[] saved, long[] ofSession, long[] passed, BitSet owned) {
    this.saved = saved;
    this.ofSession = ofSession;
    this.passed = passed;
    this.owned = owned;
  }

  static SimulatedSlots empty(List<Long> passed) {
    long[] saved = new long[Slot.MOST + 1];
    Arrays.fill(saved, EMPTY);
    return new SimulatedSlots(
        saved, saved.clone(), passed.stream().mapToLong(n -> n).toArray(), new BitSet());
  }

  /** As a process has them after a fork. */
  SimulatedSlots copy() {
    return new SimulatedSlots(
        saved.clone(), ofSession.clone(), passed.clone(), (BitSet) owned.clone());
  }

  /** A session's slots, as they are now. */
  void takeSession(SimulatedSlots session) {
    System.arraycopy(session.saved, 0, ofSession, 0, ofSession.length);
  }

  /** A negative number stands for nothing. */
  long held(Operand operand) {
    return switch (operand) {
      case Operand.Saved(Slot slot) -> saved[slot.index()];
      case Operand.OfSession(Slot slot) -> ofSession[slot.index()];
      case Operand.Passed(int index, String _) -> index < passed.length ? passed[index] : EMPTY;
      case Operand.Value _, Operand.Address _ ->
          throw new IllegalArgumentException(operand + " is held by no slot");
    };
  }

  /** A descriptor to keep; negative when there is none. */
  int held(KeptDescriptor kept) {
    long[] holders = holders(kept);
    return kept.index() < holders.length ? (int) holders[kept.index()] : EMPTY;
  }

  void moved(KeptDescriptor kept, int number) {
    holders(kept)[kept.index()] = number;
  }

  private long[] holders(KeptDescriptor kept) {
    return switch (kept.from()) {
      case SLOT -> saved;
      case PASSED -> passed;
      case SESSION -> ofSession;
    };
  }

  /** Saves a result; a slot that does not exist takes nothing. */
  void save(long slot, long value) {
    if (slot >= 0 && slot < saved.length) {
      saved[(int) slot] = value;
    }
  }

  /** Saves a descriptor that the run closes at its end. */
  void own(long slot, long descriptor) {
    save(slot, descriptor);
    if (slot >= 0 && slot < saved.length) {
      owned.set((int) slot);
    }
  }

  void clear(Slot slot) {
    saved[slot.index()] = EMPTY;
    owned.clear(slot.index());
  }

  /** The passed descriptors; from now on there are none. */
  long[] takePassed() {
    long[] taken = passed;
    passed = new long[0];
    return taken;
  }

  /** What the run's own descriptors are, by the order of the slots. */
  long[] owned() {
    return owned.stream().mapToLong(slot -> saved[slot]).filter(value -> value >= 0).toArray();
  }

  long value(Slot slot) {
    return saved[slot.index()];
  }

  boolean owns(Slot slot) {
    return owned.get(slot.index());
  }
}
