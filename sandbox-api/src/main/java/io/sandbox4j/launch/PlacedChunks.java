/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of a block: each chunk gets a place when it is first named. The table is open addressing
 * over the chunks themselves, since every launch looks up each operand here.
 */
final class PlacedChunks {
  private static final int ALIGNMENT = 8;

  private @Nullable Chunk[] chunks = new Chunk[256]; // in the order of their places
  private int[] offsets = new int[256];
  private int count;
  private int[] table = new int[1024]; // index into chunks plus one, 0: free
  private int size = ALIGNMENT; // offset 0 means "none" to readings and watches

  /** The offset of a chunk from the start of the data. */
  int place(Chunk chunk) {
    int mask = table.length - 1;
    int at = (chunk.hashCode() >>> 7) & mask;
    while (table[at] != 0) {
      int index = table[at] - 1;
      if (chunk.equals(chunks[index])) {
        return offsets[index];
      }
      at = (at + 1) & mask;
    }
    if (count == chunks.length) {
      grow();
      return place(chunk);
    }
    table[at] = count + 1;
    return append(chunk);
  }

  /** The offset of a text, 0 of an empty one. */
  int place(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return place(new Chunk(Arrays.copyOf(bytes, bytes.length + 1), text));
  }

  private int append(Chunk chunk) {
    int offset = size;
    chunks[count] = chunk;
    offsets[count++] = offset;
    size += (chunk.size() + ALIGNMENT - 1) & -ALIGNMENT;
    return offset;
  }

  private void grow() {
    chunks = Arrays.copyOf(chunks, 2 * count);
    offsets = Arrays.copyOf(offsets, 2 * count);
    table = new int[8 * count];
    int mask = table.length - 1;
    for (int i = 0; i < count; i++) {
      int at = (chunk(i).hashCode() >>> 7) & mask;
      while (table[at] != 0) {
        at = (at + 1) & mask;
      }
      table[at] = i + 1;
    }
  }

  private Chunk chunk(int index) {
    return java.util.Objects.requireNonNull(chunks[index]);
  }

  /** Places what chunks point to, and what that points to; how many pointers there are. */
  int placeTargets() {
    int pointers = 0;
    for (int i = 0; i < count; i++) { // count grows meanwhile
      Map<Integer, Chunk> targets = chunk(i).pointers();
      pointers += targets.size();
      targets.values().forEach(this::place);
    }
    return pointers;
  }

  /** How many bytes there are. */
  int size() {
    return size;
  }

  /** Writes the pointers where the buffer stands and the data from an index on. */
  void write(ByteBuffer out, int dataAt) {
    for (int i = 0; i < count; i++) {
      Chunk chunk = chunk(i);
      out.put(dataAt + offsets[i], chunk.bytes());
      for (Map.Entry<Integer, Chunk> pointer : chunk.pointers().entrySet()) {
        out.putInt(offsets[i] + pointer.getKey()).putInt(place(pointer.getValue()));
      }
    }
  }
}
