/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Opens a directory of the host to look below it. */
final class HostDirectory {
  private static final int AT_FDCWD = -100;
  private static final int PATH_CLOEXEC = 0x200000 | 0x80000;

  private HostDirectory() {}

  static Descriptor open(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      return Descriptor.of(
          "openat",
          Kernel.host()
              .call(
                  "openat",
                  AT_FDCWD,
                  arena.allocateFrom(directory.toString()).address(),
                  PATH_CLOEXEC,
                  0));
    }
  }
}
