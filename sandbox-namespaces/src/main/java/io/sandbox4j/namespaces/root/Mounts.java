/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

/** Numbers of {@code linux/mount.h}, {@code linux/fcntl.h} and {@code linux/stat.h}. */
final class Mounts {
  static final long MS_RDONLY = 1;
  static final long MS_NOSUID = 2;
  static final long MS_NODEV = 4;
  static final long MS_NOEXEC = 8;
  static final long MS_BIND = 4096;
  static final long MS_REC = 16384;
  static final long MS_PRIVATE = 1 << 18;
  static final long MOUNT_ATTR_RDONLY = 1;
  static final long MOUNT_ATTR_NOSUID = 2;
  static final long MOUNT_ATTR_NODEV = 4;
  static final long MOUNT_ATTR_NOEXEC = 8;
  static final int MOUNT_ATTR_SIZE = 32;
  static final int MNT_DETACH = 2;
  static final int OPEN_TREE_CLONE = 1;
  static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_RECURSIVE = 0x8000;
  static final int O_WRONLY = 1;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int RESOLVE_NO_MAGICLINKS = 2;
  static final int RESOLVE_NO_SYMLINKS = 4;
  static final int RESOLVE_IN_ROOT = 0x10;
  static final int S_IFREG = 0100000;

  private Mounts() {}

  /** {@code MOUNT_ATTR_*} bits by name. */
  static String attributes(long bits) {
    StringBuilder out = new StringBuilder();
    String[] names = {"ro", "nosuid", "nodev", "noexec"};
    for (int i = 0; i < names.length; i++) {
      if ((bits & 1L << i) != 0) {
        out.append(out.isEmpty() ? "" : ",").append(names[i]);
      }
    }
    return out.toString();
  }
}
