/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.flock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Locks on byte ranges that belong to an open file, not to a process ({@code F_OFD_SETLK},
 * fcntl(2)): they last until the last descriptor of that open file is closed, in whichever process
 * it is, and the kernel lets go of them however the holders die.
 */
public final class OwnershipLock {
  private OwnershipLock() {}

  /**
   * Takes a range for itself, without waiting.
   *
   * @param kernel who is asked
   * @param file a file opened for writing
   * @param start first byte
   * @param length how many bytes, 1 or more
   * @return whether it is ours now; false when another open file holds some of it
   * @throws LinuxException on any other error
   */
  public static boolean tryTake(Kernel kernel, Descriptor file, long start, long length) {
    long result = set(kernel, file, Uapi.F_WRLCK, start, length);
    if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
      return false;
    }
    LinuxException.check("fcntl", result);
    return true;
  }

  /**
   * Gives a range back.
   *
   * @param kernel who is asked
   * @param file the open file that holds it
   * @param start first byte
   * @param length how many bytes, 1 or more
   * @throws LinuxException if the kernel refuses
   */
  public static void release(Kernel kernel, Descriptor file, long start, long length) {
    LinuxException.check("fcntl", set(kernel, file, Uapi.F_UNLCK, start, length));
  }

  private static long set(Kernel kernel, Descriptor file, int type, long start, long length) {
    if (start < 0 || length < 1) {
      throw new IllegalArgumentException("no range of bytes: " + length + " from " + start);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = flock.allocate(arena); // whence 0 is SEEK_SET, pid must be 0
      flock.l_type(lock, (short) type);
      flock.l_start(lock, start);
      flock.l_len(lock, length);
      return kernel.call("fcntl", file.number(), Uapi.F_OFD_SETLK, lock.address());
    }
  }
}
