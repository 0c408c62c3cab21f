/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Bytes inside a plan that a system call is given the address of: a path, a structure, an argument
 * list. Pointers from one chunk to another are kept as references and become addresses when the
 * shim loads the plan. Not thread-safe; filled while a plan is built, then left alone.
 */
public final class Chunk {
  private final byte[] bytes;
  private final String shown;
  private final Map<Integer, Chunk> pointers = new TreeMap<>();

  Chunk(byte[] bytes, String shown) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    this.shown = Objects.requireNonNull(shown, "shown");
  }

  /**
   * Writes a 16-bit number.
   *
   * @param offset bytes from the chunk's start
   * @param value its low 16 bits are written, little endian
   * @return this chunk
   */
  public Chunk put16(int offset, int value) {
    buffer().putShort(offset, (short) value);
    return this;
  }

  /**
   * Writes a 32-bit number.
   *
   * @param offset bytes from the chunk's start
   * @param value the number, little endian
   * @return this chunk
   */
  public Chunk put32(int offset, int value) {
    buffer().putInt(offset, value);
    return this;
  }

  /**
   * Writes a 64-bit number.
   *
   * @param offset bytes from the chunk's start
   * @param value the number, little endian
   * @return this chunk
   */
  public Chunk put64(int offset, long value) {
    buffer().putLong(offset, value);
    return this;
  }

  /**
   * Writes the address of another chunk of the same plan.
   *
   * @param offset bytes from the chunk's start; eight bytes are taken
   * @param target what to point to
   * @return this chunk
   */
  public Chunk pointer(int offset, Chunk target) {
    Objects.checkFromIndexSize(offset, Long.BYTES, bytes.length);
    pointers.put(offset, Objects.requireNonNull(target, "target"));
    return this;
  }

  /** {@return how many bytes the chunk has} */
  public int size() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  Map<Integer, Chunk> pointers() {
    return pointers;
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The content as people read it; never a secret. */
  @Override
  public String toString() {
    return shown;
  }
}
