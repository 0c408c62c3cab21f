/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.lang.foreign.MemorySegment;

/** The kernel: one entry for every system call. Tests put a recording double in its place. */
@FunctionalInterface
public interface Kernel {

  /**
   * Makes a system call.
   *
   * @param number its number on this architecture
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param d fourth argument
   * @param e fifth argument
   * @param f sixth argument
   * @return the result, or a negative errno
   */
  long call(long number, long a, long b, long c, long d, long e, long f);

  /** The kernel this JVM runs on. */
  static Kernel host() {
    return HostKernel.INSTANCE;
  }

  /**
   * Makes a system call by name.
   *
   * @param call the name in the kernel's table
   * @param arguments up to six numbers; memory goes by its address and must outlive the call
   * @return the result, or a negative errno; {@code -ENOSYS} for a name this architecture lacks
   */
  default long call(String call, long... arguments) {
    int number = SyscallTable.of(Arch.current()).number(call).orElse(-1);
    if (number < 0) {
      return -Errno.ENOSYS;
    }
    long[] six = java.util.Arrays.copyOf(arguments, 6);
    return call(number, six[0], six[1], six[2], six[3], six[4], six[5]);
  }

  /**
   * The address of memory, for an argument.
   *
   * @param segment native memory
   * @return its address
   */
  static long address(MemorySegment segment) {
    return segment.address();
  }
}
