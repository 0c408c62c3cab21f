/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The {@code CLONE_*} flags of clone3(2), unshare(2) and setns(2) that plans use, by name. */
public final class CloneFlags {
  private static final Map<Long, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(0x80L, "CLONE_NEWTIME"),
              Map.entry(0x1000L, "CLONE_PIDFD"),
              Map.entry(0x8000L, "CLONE_PARENT"),
              Map.entry(0x2_0000L, "CLONE_NEWNS"),
              Map.entry(0x200_0000L, "CLONE_NEWCGROUP"),
              Map.entry(0x400_0000L, "CLONE_NEWUTS"),
              Map.entry(0x800_0000L, "CLONE_NEWIPC"),
              Map.entry(0x1000_0000L, "CLONE_NEWUSER"),
              Map.entry(0x2000_0000L, "CLONE_NEWPID"),
              Map.entry(0x4000_0000L, "CLONE_NEWNET"),
              Map.entry(0x2_0000_0000L, "CLONE_INTO_CGROUP")));

  private CloneFlags() {}

  /**
   * How people write flags.
   *
   * @param flags the flags
   * @return their names; a flag without one prints as a number
   */
  public static String names(long flags) {
    StringJoiner names = new StringJoiner("|").setEmptyValue("0");
    long left = flags;
    for (Map.Entry<Long, String> flag : NAMES.entrySet()) {
      if ((left & flag.getKey()) != 0) {
        names.add(flag.getValue());
        left &= ~flag.getKey();
      }
    }
    return left == 0 ? names.toString() : names.add("0x" + Long.toHexString(left)).toString();
  }
}
