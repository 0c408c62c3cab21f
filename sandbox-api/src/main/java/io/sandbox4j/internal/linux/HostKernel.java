/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * System calls through the C library's {@code syscall(2)}: one call shape for all, no dependence on
 * what the library wraps. errno is captured by the linker, since the JVM may change it between the
 * call and our look at it.
 */
final class HostKernel implements Kernel {
  static final HostKernel INSTANCE = new HostKernel();

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = link();

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

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    NativeAccess.require();
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
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
      MemorySegment state = arena.allocate(CAPTURE);
      long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
      return result == -1 ? -state.get(JAVA_INT, ERRNO) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
