/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import java.util.List;
import java.util.StringJoiner;

/** File system rights of {@code linux/landlock.h}, as far as an ABI version knows them. */
final class LandlockRights {
  static final long EXECUTE = 1;
  static final long WRITE_FILE = 1 << 1;
  static final long READ_FILE = 1 << 2;
  static final long READ_DIR = 1 << 3;
  static final long MAKE_CHAR = 1 << 6;
  static final long MAKE_BLOCK = 1 << 11;
  static final long REFER = 1 << 13;
  static final long TRUNCATE = 1 << 14;
  static final long IOCTL_DEV = 1 << 15;

  private static final List<String> NAMES =
      List.of(
          "EXECUTE",
          "WRITE_FILE",
          "READ_FILE",
          "READ_DIR",
          "REMOVE_DIR",
          "REMOVE_FILE",
          "MAKE_CHAR",
          "MAKE_DIR",
          "MAKE_REG",
          "MAKE_SOCK",
          "MAKE_FIFO",
          "MAKE_BLOCK",
          "MAKE_SYM",
          "REFER",
          "TRUNCATE",
          "IOCTL_DEV");

  private LandlockRights() {}

  /** All rights that an ABI version can restrict. */
  static long all(int abi) {
    long all = (1 << 13) - 1; // EXECUTE to MAKE_SYM
    if (abi >= 2) {
      all |= REFER;
    }
    if (abi >= 3) {
      all |= TRUNCATE;
    }
    if (abi >= 5) {
      all |= IOCTL_DEV;
    }
    return all;
  }

  /** The rights by the names of linux/landlock.h, without their common beginning. */
  static String names(long rights) {
    StringJoiner names = new StringJoiner("|");
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((rights & 1L << bit) != 0) {
        names.add(NAMES.get(bit));
      }
    }
    return names.toString();
  }

  /** What is granted everywhere. */
  static long reading() {
    return EXECUTE | READ_FILE | READ_DIR;
  }

  /** What is granted where programs may write: all but making devices. */
  static long writing(int abi) {
    return all(abi) & ~(MAKE_CHAR | MAKE_BLOCK);
  }

  /** The rights that a rule about a file can name; with others the kernel refuses the rule. */
  static long ofFiles() {
    return EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
  }
}
