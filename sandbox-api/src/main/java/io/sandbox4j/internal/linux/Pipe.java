/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A pipe (pipe(7)), close-on-exec.
 *
 * @param readEnd where bytes come out
 * @param writeEnd where bytes go in
 */
public record Pipe(Descriptor readEnd, Descriptor writeEnd) {
  private static final int CLOEXEC = 0x80000;
  private static final int GETFL = 3;
  private static final int SETFL = 4;
  private static final int NONBLOCK = 0x800;

  /**
   * A new pipe.
   *
   * @throws LinuxException if the JVM is out of descriptors
   */
  public static Pipe open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      LinuxException.check("pipe2", Kernel.host().call("pipe2", pair.address(), CLOEXEC));
      return new Pipe(
          new Descriptor(pair.getAtIndex(JAVA_INT, 0)), new Descriptor(pair.getAtIndex(JAVA_INT, 1)));
    }
  }

  /**
   * Makes calls on an end return EAGAIN instead of waiting.
   *
   * @param end the end; each end has a setting of its own
   */
  public static void nonBlocking(Descriptor end) {
    long flags = LinuxException.check("fcntl", Kernel.host().call("fcntl", end.number(), GETFL));
    LinuxException.check("fcntl", Kernel.host().call("fcntl", end.number(), SETFL, flags | NONBLOCK));
  }
}
