/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * System calls through the C library's {@code syscall(2)}: no dependence on what the library wraps.
 */
final class HostKernel implements Kernel {
  static final HostKernel INSTANCE = new HostKernel();

  private static final MethodHandle SYSCALL = CFunction.link("syscall");

  private final @Nullable SyscallTable table = table();

  private HostKernel() {}

  /** Looked up once, since each call by name asks it; null on a processor without one. */
  private static @Nullable SyscallTable table() {
    try {
      return SyscallTable.of(Arch.current());
    } catch (UnsupportedOperationException unknown) {
      return null;
    }
  }

  @Override
  public long call(String call, long... arguments) {
    if (table == null) {
      return Kernel.super.call(call, arguments); // which says what is unknown
    }
    int number = table.number(call).orElse(-1);
    if (number < 0) {
      return -Errno.ENOSYS;
    }
    long[] six = Arrays.copyOf(arguments, 6);
    return call(number, six[0], six[1], six[2], six[3], six[4], six[5]);
  }

  @Override
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      return call(arena.allocate(CFunction.CAPTURE), number, a, b, c, d, e, f);
    }
  }

  /**
   * The same without taking memory, for those who call without a pause.
   *
   * @param state {@link CFunction#CAPTURE}, of the calling thread alone for that long
   */
  static long call(
      MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
      return result == -1 ? -CFunction.errno(state) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
