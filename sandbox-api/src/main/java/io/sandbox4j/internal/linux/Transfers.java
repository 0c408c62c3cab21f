/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** read(2) and write(2) between descriptors and Java arrays. */
public final class Transfers {
  private Transfers() {}

  /**
   * Reads once.
   *
   * @param descriptor where from
   * @param into where to
   * @param offset first byte of the array
   * @param length how many bytes at most
   * @return how many were read, 0 at the end, or a negative errno
   */
  public static long read(int descriptor, byte[] into, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(length, 1));
      long size = Kernel.host().call("read", descriptor, buffer.address(), length);
      if (size > 0) {
        MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) size);
      }
      return size;
    }
  }

  /**
   * Reads once into native memory.
   *
   * @param descriptor where from
   * @param buffer where to
   * @return how many bytes were read, 0 at the end, or a negative errno
   */
  public static long read(int descriptor, MemorySegment buffer) {
    return Kernel.host().call("read", descriptor, buffer.address(), buffer.byteSize());
  }

  /**
   * Reads once at a position.
   *
   * @param descriptor where from
   * @param into where to
   * @param offset first byte of the array
   * @param length how many bytes at most
   * @param position place in the file
   * @return how many were read, 0 at the end, or a negative errno
   */
  public static long readAt(int descriptor, byte[] into, int offset, int length, long position) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(length, 1));
      long size = Kernel.host().call("pread64", descriptor, buffer.address(), length, position);
      if (size > 0) {
        MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) size);
      }
      return size;
    }
  }

  /**
   * Writes once.
   *
   * @param descriptor where to
   * @param from where from
   * @param offset first byte of the array
   * @param length how many bytes
   * @return how many were written, or a negative errno
   */
  public static long write(int descriptor, byte[] from, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(from, offset, buffer, JAVA_BYTE, 0, length);
      return Kernel.host().call("write", descriptor, buffer.address(), length);
    }
  }

  /**
   * Writes a file from its start on. Its position stays where it is.
   *
   * @param descriptor the file
   * @param from the bytes
   * @throws LinuxException if a write fails
   */
  public static void fill(int descriptor, byte[] from) {
    int done = 0;
    while (done < from.length) {
      done += (int) LinuxException.check("pwrite64", writeAt(descriptor, from, done));
    }
  }

  private static long writeAt(int descriptor, byte[] from, int position) {
    int length = Math.min(from.length - position, 1 << 20);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(length);
      MemorySegment.copy(from, position, buffer, JAVA_BYTE, 0, length);
      return Kernel.host().call("pwrite64", descriptor, buffer.address(), length, position);
    }
  }

  /**
   * Writes all of it, to a descriptor that takes all.
   *
   * @param descriptor where to
   * @param from the bytes
   * @throws LinuxException if a write fails
   */
  public static void writeAll(int descriptor, byte[] from) {
    int done = 0;
    while (done < from.length) {
      done +=
          (int)
              LinuxException.check(
                  "write", write(descriptor, from, done, Math.min(from.length - done, 1 << 20)));
    }
  }
}
