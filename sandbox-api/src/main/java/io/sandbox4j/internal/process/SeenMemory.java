/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.GuestMemory;
import io.sandbox4j.internal.linux.LinuxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a handler has read of its caller, by checksum: a call with the same pointers is the same
 * call only if the same bytes are there. A program that makes two contents look alike is given the
 * answer for the first, which it was entitled to. Thread-safe.
 */
final class SeenMemory {
  /** What is beyond is taken to be the same. */
  private static final int MOST = 64;

  private record Piece(long address, int length, long sum) {
    boolean overlaps(long other, int otherLength) {
      return address < other + otherLength && other < address + length;
    }
  }

  private final List<Piece> pieces = new ArrayList<>(); // guarded by this

  synchronized void add(long address, byte[] bytes) {
    if (pieces.size() < MOST) {
      pieces.add(new Piece(address, bytes.length, sum(bytes)));
    }
  }

  /** With its NUL. */
  void addString(long address, byte[] bytes) {
    add(address, Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** The handler changes it itself. */
  synchronized void isWritten(long address, int length) {
    pieces.removeIf(piece -> piece.overlaps(address, length));
  }

  /** Whether a caller's memory still holds all of it. */
  boolean isStill(GuestMemory now) {
    List<Piece> all;
    synchronized (this) {
      all = List.copyOf(pieces);
    }
    try {
      return all.stream()
          .allMatch(piece -> sum(now.read(piece.address, piece.length)) == piece.sum);
    } catch (LinuxException fault) {
      return false;
    }
  }

  private static long sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }
}
