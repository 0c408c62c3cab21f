/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Links functions of the C library, all by one shape: seven integers or addresses in, a long out,
 * errno captured by the linker, since the JVM may change it between the call and our look at it.
 *
 * <p>A function that takes fewer arguments finds them where it expects them and does not look at
 * the others: both calling conventions (System V for x86-64, AAPCS64) pass integers in registers
 * from the first on, in whole registers, and the caller takes leftovers off the stack. One shape
 * because the JVM writes code for each new one, which takes longer than a launch.
 */
final class CFunction {
  /** Memory for {@code errno}, the first argument of each handle. */
  static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

  private static final long ERRNO = CAPTURE.byteOffset(PathElement.groupElement("errno"));

  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private CFunction() {}

  /** {@return the function of that name, as {@code (MemorySegment, long x 7) -> long}} */
  @SuppressWarnings("restricted")
  static MethodHandle link(String name) {
    NativeAccess.require();
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        SHAPE,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** {@return what errno was after the call that was given this memory} */
  static int errno(MemorySegment captured) {
    return captured.get(JAVA_INT, ERRNO);
  }
}
