/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls through the C library's {@code syscall(2)}: no dependence on what the library wraps.
 */
final class HostKernel implements Kernel {
  static final HostKernel INSTANCE = new HostKernel();

  private static final MethodHandle SYSCALL = CFunction.link("syscall");

  private HostKernel() {}

  @Override
  public long call(long number, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CFunction.CAPTURE);
      long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
      return result == -1 ? -CFunction.errno(state) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
