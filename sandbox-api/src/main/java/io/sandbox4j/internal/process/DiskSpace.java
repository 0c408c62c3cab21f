/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Whether a private file system has no block or no inode left (struct statfs on LP64). */
final class DiskSpace {
  private static final int SIZE = 120;
  private static final int FREE_BLOCKS = 24;
  private static final int INODES = 40;
  private static final int FREE_INODES = 48;

  private DiskSpace() {}

  static boolean isFull(Descriptor mount) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(SIZE, 8);
      return Kernel.host().call("fstatfs", mount.number(), stat.address()) == 0
          && (stat.get(ValueLayout.JAVA_LONG, FREE_BLOCKS) == 0
              || (stat.get(ValueLayout.JAVA_LONG, INODES) > 0
                  && stat.get(ValueLayout.JAVA_LONG, FREE_INODES) == 0));
    }
  }
}
