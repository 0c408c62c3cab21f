/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final Object shown; // made into text when somebody reads it: a launch does not
  private final int hash;
  private final boolean constant;
  private Map<Integer, Chunk> pointers = Map.of(); // few chunks have any

  Chunk(byte[] bytes, String shown) {
    this(bytes, shown, System.identityHashCode(bytes), false);
  }

  /** With a hash at hand, since the JVM takes long to make one up for a new object. */
  Chunk(byte[] bytes, Object shown, int hash) {
    this(bytes, shown, hash, false);
  }

  private Chunk(byte[] bytes, Object shown, int hash, boolean constant) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    this.shown = Objects.requireNonNull(shown, "shown");
    this.hash = hash;
    this.constant = constant;
  }

  /**
   * Bytes that never change: any number of plans, built by any threads, may point to them.
   *
   * @param bytes the content, copied
   * @param shown how it prints
   * @return the bytes
   */
  public static Chunk constant(byte[] bytes, String shown) {
    byte[] copy = bytes.clone();
    return new Chunk(copy, shown, System.identityHashCode(copy), true);
  }

  /**
   * Writes a 16-bit number.
   *
   * @param offset bytes from the chunk's start
   * @param value its low 16 bits are written, little endian
   * @return this chunk
   */
  public Chunk put16(int offset, int value) {
    SHORT.set(writable(), offset, (short) value);
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
    INT.set(writable(), offset, value);
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
    LONG.set(writable(), offset, value);
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
    Objects.checkFromIndexSize(offset, Long.BYTES, writable().length);
    if (pointers.isEmpty()) {
      pointers = new TreeMap<>();
    }
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

  private byte[] writable() {
    if (constant) {
      throw new IllegalStateException(shown + " is shared by many plans and does not change");
    }
    return bytes;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Two chunks with one content are two: a step may write to either. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  /** The content as people read it; never a secret. */
  @Override
  public String toString() {
    return shown.toString();
  }
}
