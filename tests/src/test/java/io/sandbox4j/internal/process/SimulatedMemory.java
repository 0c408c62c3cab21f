/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Where the data of simulated processes lies: an address in here is one, no other number is. */
final class SimulatedMemory implements SegmentAllocator {
  private static final long SIZE = 64 << 20;

  private final MemorySegment all;
  private final SegmentAllocator slices;

  SimulatedMemory(Arena arena) {
    all = arena.allocate(SIZE, 4096);
    slices = SegmentAllocator.slicingAllocator(all);
  }

  @Override
  public MemorySegment allocate(long size, long alignment) {
    return slices.allocate(size, alignment);
  }

  boolean holds(long address) {
    return address >= all.address() && address < all.address() + SIZE;
  }

  MemorySegment at(long address, long size) {
    return all.asSlice(address - all.address(), size);
  }

  long pointer(long address) {
    return at(address, Long.BYTES).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  void putInts(long address, List<Integer> values) {
    MemorySegment room = at(address, (long) Integer.BYTES * values.size());
    for (int i = 0; i < values.size(); i++) {
      room.set(ValueLayout.JAVA_INT_UNALIGNED, (long) Integer.BYTES * i, values.get(i));
    }
  }
}
