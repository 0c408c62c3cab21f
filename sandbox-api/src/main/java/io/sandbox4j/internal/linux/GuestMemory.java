/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * The memory of a thread that waits in a notified call, copied out and in.
 *
 * <p>The thread is known by its number alone, which may be a stranger's as soon as it has died. So
 * whoever reads asks <em>after</em> the copy whether the call still waits, and only then looks at
 * the bytes; whoever writes opens the memory first, asks, and writes through what was opened, which
 * stays the same process's. Other threads of the program may change the memory at any time: each
 * method copies once, and what is decided is decided on that copy.
 *
 * <p>Safe for use by many threads. No method waits for the program itself, but each may wait for a
 * page: that of a file takes as long as its file system does, and a program that may use
 * userfaultfd decides how long that is.
 *
 * @param thread the calling thread, as our own pid namespace numbers it
 * @param waits whether the call still waits, asked anew each time
 */
public record GuestMemory(int thread, BooleanSupplier waits) {
  /** The most bytes that one call copies: 1 MiB. */
  public static final int MOST = 1 << 20;

  /** The longest path with its NUL, {@code linux/limits.h}. */
  public static final int PATH_MAX = 4096;

  /** The smallest page of any processor: what begins in one ends in it or in the next. */
  private static final int PAGE = 4096;

  private static final int IOVEC = 16;

  /**
   * Copies bytes out.
   *
   * @param address where they begin
   * @param length how many, 0 to {@link #MOST}
   * @return all of them
   * @throws LinuxException EFAULT if one of them cannot be read, ESRCH if the call waits no longer,
   *     EPERM if the kernel does not let us look
   */
  public byte[] read(long address, int length) {
    byte[] bytes = readSome(address, length);
    if (bytes.length < length) {
      throw new LinuxException("process_vm_readv", Errno.EFAULT);
    }
    return bytes;
  }

  /**
   * Copies bytes out, up to the first that cannot be read.
   *
   * @param address where they begin
   * @param most how many at most, 0 to {@link #MOST}
   * @return those that can be read, maybe none
   * @throws LinuxException ESRCH if the call waits no longer, EPERM if the kernel does not let us
   *     look
   */
  public byte[] readSome(long address, int most) {
    checkLength(most);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(Math.max(most, 1));
      long size = copyOut(arena, address, copy, 0, most);
      checkWaits();
      if (size < 0 && size != -Errno.EFAULT) {
        throw new LinuxException("process_vm_readv", (int) -size);
      }
      return copy.asSlice(0, Math.max(size, 0)).toArray(JAVA_BYTE);
    }
  }

  /**
   * Copies out a string that ends with NUL.
   *
   * @param address where it begins
   * @param most its longest length with the NUL, 1 to {@link #MOST}; {@link #PATH_MAX} for a path
   * @return its bytes without the NUL
   * @throws LinuxException EFAULT if it leaves readable memory before its NUL, ENAMETOOLONG if it
   *     is longer, ESRCH if the call waits no longer, EPERM if the kernel does not let us look
   */
  public byte[] string(long address, int most) {
    checkLength(most);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(most);
      long length = -1;
      long size = 0;
      long fault = 0;
      while (length < 0 && size < most && fault == 0) {
        long at = address + size;
        // Not across pages: the next one may not be there, and need not.
        long piece = Math.min(most - size, PAGE - (at & (PAGE - 1)));
        long got = copyOut(arena, at, copy, size, piece);
        fault = got < 0 ? got : got < piece ? -Errno.EFAULT : 0;
        length = end(copy, size, size + Math.max(got, 0));
        size += Math.max(got, 0);
      }
      checkWaits();
      if (length >= 0) {
        return copy.asSlice(0, length).toArray(JAVA_BYTE);
      }
      throw new LinuxException("process_vm_readv", fault < 0 ? (int) -fault : Errno.ENAMETOOLONG);
    }
  }

  private static long end(MemorySegment copy, long from, long to) {
    for (long i = from; i < to; i++) {
      if (copy.get(JAVA_BYTE, i) == 0) {
        return i;
      }
    }
    return -1;
  }

  private long copyOut(Arena arena, long address, MemorySegment into, long offset, long length) {
    if (length == 0) {
      return 0;
    }
    if (thread <= 0) {
      return -Errno.ESRCH; // of a pid namespace that we do not see
    }
    MemorySegment vectors = arena.allocate(2 * IOVEC, 8);
    vectors.set(JAVA_LONG, 0, into.address() + offset);
    vectors.set(JAVA_LONG, 8, length);
    vectors.set(JAVA_LONG, IOVEC, address);
    vectors.set(JAVA_LONG, IOVEC + 8, length);
    long theirs = vectors.address() + IOVEC;
    return Kernel.host().call("process_vm_readv", thread, vectors.address(), 1, theirs, 1, 0);
  }

  /**
   * Copies bytes in. The kernel takes them as from a debugger: into private memory that the program
   * itself may only read as well, never into a file.
   *
   * @param address where to
   * @param bytes the bytes, at most {@link #MOST}
   * @throws LinuxException EFAULT if some of them have no place, those before are written then;
   *     ESRCH if the call waits no longer, with nothing written; EACCES or EPERM if the kernel does
   *     not let us in, as into an undumpable program unless we are root
   */
  public void write(long address, byte[] bytes) {
    checkLength(bytes.length);
    try (Descriptor memory = open();
        Arena arena = Arena.ofConfined()) {
      checkWaits();
      MemorySegment copy = arena.allocate(Math.max(bytes.length, 1));
      MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
      long done = 0;
      while (done < bytes.length) {
        long size =
            Kernel.host()
                .call(
                    "pwrite64",
                    memory.number(),
                    copy.address() + done,
                    bytes.length - done,
                    address + done);
        if (size <= 0) {
          throw new LinuxException("pwrite64", size == 0 ? Errno.ESRCH : wrong((int) -size));
        }
        done += size;
      }
    }
  }

  /** What a program knows as EFAULT. */
  private static int wrong(int errno) {
    return errno == Errno.EIO || errno == Errno.EINVAL ? Errno.EFAULT : errno;
  }

  private Descriptor open() {
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom("/proc/" + thread + "/mem").address();
      long result =
          Kernel.host().call("openat", Uapi.AT_FDCWD, path, Uapi.O_WRONLY | Uapi.O_CLOEXEC, 0);
      if (result < 0) {
        checkWaits();
      }
      return Descriptor.of("openat", result == -Errno.ENOENT ? -Errno.ESRCH : result);
    }
  }

  private void checkWaits() {
    if (!waits.getAsBoolean()) {
      throw new LinuxException("seccomp notification", Errno.ESRCH);
    }
  }

  private static void checkLength(int length) {
    if (length < 0 || length > MOST) {
      throw new IllegalArgumentException(length + " bytes are not within 0.." + MOST);
    }
  }
}
