/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the kernel knows about a file, statx(2).
 *
 * @param mode its kind and permissions
 * @param links how many names it has
 * @param uid its user
 * @param gid its group
 * @param size its length in bytes
 * @param blocks how many blocks of 512 bytes it holds
 * @param inode its inode number
 * @param deviceMajor the device it lives on
 * @param deviceMinor the device it lives on
 */
public record FileStatus(
    int mode,
    int links,
    int uid,
    int gid,
    long size,
    long blocks,
    long inode,
    int deviceMajor,
    int deviceMinor) {

  // Offsets in struct statx. The generated class makes handles for each field once it is loaded,
  // arrays included, a good part of a short-lived JVM's first launch; a test holds both equal.
  static final long LINKS = 16;
  static final long UID = 20;
  static final long GID = 24;
  static final long MODE = 28;
  static final long INODE = 32;
  static final long SIZE = 40;
  static final long BLOCKS = 48;
  static final long DEVICE_MAJOR = 136;
  static final long DEVICE_MINOR = 140;
  static final long BYTES = 256;

  /**
   * An open file.
   *
   * @param kernel who is asked
   * @param file the file
   * @throws LinuxException if the kernel cannot tell
   */
  public static FileStatus of(Kernel kernel, Descriptor file) {
    return at(kernel, file.number(), "", Uapi.AT_EMPTY_PATH);
  }

  /**
   * A named file.
   *
   * @param kernel who is asked
   * @param directory where a relative path starts, or {@link Uapi#AT_FDCWD}
   * @param path its path
   * @param flags {@code AT_} flags, for example {@link Uapi#AT_SYMLINK_NOFOLLOW}
   * @throws LinuxException if there is none, or the kernel cannot tell
   */
  public static FileStatus at(Kernel kernel, int directory, String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(BYTES, Long.BYTES);
      LinuxException.check(
          "statx",
          kernel.call(
              "statx",
              directory,
              arena.allocateFrom(path).address(),
              flags,
              Uapi.STATX_BASIC_STATS,
              status.address()));
      return new FileStatus(
          Short.toUnsignedInt(status.get(ValueLayout.JAVA_SHORT, MODE)),
          status.get(ValueLayout.JAVA_INT, LINKS),
          status.get(ValueLayout.JAVA_INT, UID),
          status.get(ValueLayout.JAVA_INT, GID),
          status.get(ValueLayout.JAVA_LONG, SIZE),
          status.get(ValueLayout.JAVA_LONG, BLOCKS),
          status.get(ValueLayout.JAVA_LONG, INODE),
          status.get(ValueLayout.JAVA_INT, DEVICE_MAJOR),
          status.get(ValueLayout.JAVA_INT, DEVICE_MINOR));
    }
  }

  /** Whether it is a regular file. */
  public boolean isRegular() {
    return kind() == Uapi.S_IFREG;
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return kind() == Uapi.S_IFDIR;
  }

  /** Whether it is a symbolic link. */
  public boolean isLink() {
    return kind() == Uapi.S_IFLNK;
  }

  /** The {@code S_IFMT} part of the mode. */
  public int kind() {
    return mode & Uapi.S_IFMT;
  }
}
