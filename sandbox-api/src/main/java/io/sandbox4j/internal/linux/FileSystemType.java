/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.statfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Which file system a file lives on, statfs(2). */
public final class FileSystemType {
  private FileSystemType() {}

  /**
   * Asks for the type.
   *
   * @param kernel who is asked
   * @param path a file on it
   * @return its magic number, one of {@code linux/magic.h}, or a negative errno
   */
  public static long of(Kernel kernel, String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = statfs.allocate(arena);
      long result = kernel.call("statfs", arena.allocateFrom(path).address(), answer.address());
      return result < 0 ? result : statfs.f_type(answer);
    }
  }
}
