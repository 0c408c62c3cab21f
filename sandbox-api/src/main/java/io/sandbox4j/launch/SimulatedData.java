/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data of a plan in one simulated process. Every chunk lies for itself: no step reaches another
 * by going too far.
 */
final class SimulatedData {
  private static final int LONGEST_NUMBER = 24; // as interpreter.c reads it

  private final SegmentAllocator allocator;
  private final IdentityHashMap<Chunk, MemorySegment> places = new IdentityHashMap<>();

  SimulatedData(SegmentAllocator allocator) {
    this.allocator = allocator;
  }

  /** The same content at other addresses, as a process has it after a fork. */
  SimulatedData copy() {
    SimulatedData copy = new SimulatedData(allocator);
    places.forEach((chunk, _) -> copy.reserve(chunk));
    places.forEach((chunk, place) -> {
      copy.place(chunk).copyFrom(place);
      chunk
          .pointers()
          .forEach((offset, target) -> {
            // A word that is no pointer any more stays what it is.
            if (place.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) == address(target, 0)) {
              copy.place(chunk)
                  .set(ValueLayout.JAVA_LONG_UNALIGNED, offset, copy.address(target, 0));
            }
          });
    });
    return copy;
  }

  long address(Chunk chunk, int offset) {
    return place(chunk).address() + offset;
  }

  /** What a chunk holds now. */
  byte[] bytes(Chunk chunk) {
    return place(chunk).toArray(ValueLayout.JAVA_BYTE);
  }

  long store32(Operand at, int value) {
    Operand.Address address = address(at);
    place(address.chunk()).set(ValueLayout.JAVA_INT_UNALIGNED, address.offset(), value);
    return 0;
  }

  long store64(Operand at, long value) {
    Operand.Address address = address(at);
    place(address.chunk()).set(ValueLayout.JAVA_LONG_UNALIGNED, address.offset(), value);
    return 0;
  }

  /** The list of a step that keeps descriptors. */
  List<KeptDescriptor> kept(Operand at, int count) {
    Operand.Address list = address(at);
    return IntStream.range(0, count)
        .mapToObj(i -> new Operand.Address(list.chunk(), list.offset() + i * Integer.BYTES))
        .map(entry -> KeptDescriptor.decode(load32(entry)))
        .toList();
  }

  /** A place that the shim clones from. */
  record Place(KeptDescriptor namespaces, long flags) {}

  Place stand(Operand at, int index) {
    Operand.Address list = address(at);
    int offset = list.offset() + index * Long.BYTES;
    return new Place(
        KeptDescriptor.decode(load32(new Operand.Address(list.chunk(), offset))),
        Integer.toUnsignedLong(load32(new Operand.Address(list.chunk(), offset + Integer.BYTES))));
  }

  /** Whether a decimal text is an unsigned number in a range; no text is in none. */
  boolean isBetween(Operand at, long least, long most) {
    Operand.Address address = address(at);
    MemorySegment text = place(address.chunk());
    long number = 0;
    int digits = 0;
    for (long i = address.offset(); i < text.byteSize() && digits < LONGEST_NUMBER; i++) {
      int digit = text.get(ValueLayout.JAVA_BYTE, i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
      digits++;
    }
    return digits > 0
        && Long.compareUnsigned(number, least) >= 0
        && Long.compareUnsigned(number, most) <= 0;
  }

  int load32(Operand at) {
    Operand.Address address = address(at);
    return place(address.chunk()).get(ValueLayout.JAVA_INT_UNALIGNED, address.offset());
  }

  /** Digits and a NUL, or exactly so many digits; how many digits there are. */
  long decimal(Operand at, long value, int width) {
    Operand.Address address = address(at);
    String digits = Long.toUnsignedString(value);
    if (width > 0) {
      digits = "0".repeat(Math.max(0, width - digits.length())) + digits;
      digits = digits.substring(digits.length() - width);
    }
    byte[] text = (width > 0 ? digits : digits + "\0").getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(
        text, 0, place(address.chunk()), ValueLayout.JAVA_BYTE, address.offset(), text.length);
    return digits.length();
  }

  MemorySegment room(long size) {
    return allocator.allocate(size, Long.BYTES);
  }

  private static Operand.Address address(Operand at) {
    if (at instanceof Operand.Address address) {
      return address;
    }
    throw new IllegalArgumentException(at + " is no place in the plan's data");
  }

  private MemorySegment place(Chunk chunk) {
    MemorySegment there = places.get(chunk);
    if (there != null) {
      return there;
    }
    MemorySegment placed = reserve(chunk);
    MemorySegment.copy(chunk.bytes(), 0, placed, ValueLayout.JAVA_BYTE, 0, chunk.size());
    point(chunk);
    return placed;
  }

  private MemorySegment reserve(Chunk chunk) {
    MemorySegment placed =
        allocator.allocate(Math.max(1, chunk.size()), Long.BYTES).asSlice(0, chunk.size());
    places.put(chunk, placed);
    return placed;
  }

  /** As the loader does it: a word that the plan makes a pointer is one from the beginning. */
  private void point(Chunk chunk) {
    chunk
        .pointers()
        .forEach((offset, target) ->
            place(chunk).set(ValueLayout.JAVA_LONG_UNALIGNED, offset, place(target).address()));
  }
}
