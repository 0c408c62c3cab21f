/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who this process is to the kernel, credentials(7).
 *
 * @param uid effective user
 * @param gid effective group
 * @param groups supplementary groups
 */
public record Credentials(int uid, int gid, List<Integer> groups) {
  /** A copy of its own. */
  public Credentials {
    groups = List.copyOf(groups);
  }

  /**
   * Those of the calling thread.
   *
   * @param kernel who is asked
   */
  public static Credentials current(Kernel kernel) {
    return new Credentials(
        (int) kernel.call("geteuid"), (int) kernel.call("getegid"), groups(kernel));
  }

  private static List<Integer> groups(Kernel kernel) {
    int room = (int) LinuxException.check("getgroups", kernel.call("getgroups", 0, 0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment groups = arena.allocate(JAVA_INT, Math.max(1, room));
      int count =
          (int) LinuxException.check("getgroups", kernel.call("getgroups", room, groups.address()));
      return IntStream.range(0, count).mapToObj(i -> groups.getAtIndex(JAVA_INT, i)).toList();
    }
  }

  /** Whether the effective user is root of its user namespace. */
  public boolean isRoot() {
    return uid == 0;
  }
}
