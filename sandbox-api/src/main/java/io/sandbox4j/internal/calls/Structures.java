/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

/** Little-endian words of copied structures. */
final class Structures {
  private Structures() {}

  /** The unsigned word of 1, 2, 4 or 8 bytes at an offset. */
  static long word(byte[] bytes, int offset, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  /** The same in network order. */
  static long bigWord(byte[] bytes, int offset, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }
}
