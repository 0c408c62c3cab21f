/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.open_how;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Files by directory descriptor and name. A directory is a descriptor number or {@link
 * Uapi#AT_FDCWD}; results are the kernel's, or a negative errno.
 *
 * @param kernel who is asked
 */
public record Files(Kernel kernel) {
  private static final int LONGEST_LINK = 4096; // PATH_MAX of linux/limits.h, which bounds a link

  /** Files of this host. */
  public static Files host() {
    return new Files(Kernel.host());
  }

  /**
   * Opens a file, openat(2). The descriptor is close-on-exec whatever the flags say.
   *
   * @param directory where a relative path starts
   * @param path its path
   * @param flags {@code O_} flags
   * @param mode permissions of a file that is made
   * @return the descriptor, or a negative errno
   */
  public long openat(int directory, String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return kernel.call(
          "openat", directory, arena.allocateFrom(path).address(), flags | Uapi.O_CLOEXEC, mode);
    }
  }

  /**
   * Opens a file without leaving a directory, openat2(2). The descriptor is close-on-exec.
   *
   * @param directory where the path starts
   * @param path its path
   * @param flags {@code O_} flags
   * @param mode permissions of a file that is made, 0 unless the flags make one
   * @param resolve {@code RESOLVE_} flags
   * @return the descriptor, or a negative errno: {@code -EXDEV} for a path that leaves, {@code
   *     -ELOOP} for a link that is not allowed, {@code -EAGAIN} when a rename raced
   */
  public long openat2(int directory, String path, int flags, int mode, long resolve) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = open_how.allocate(arena);
      // The flags are 64 bits wide: O_ constants must not arrive sign-extended.
      open_how.flags(how, Integer.toUnsignedLong(flags | Uapi.O_CLOEXEC));
      open_how.mode(how, mode);
      open_how.resolve(how, resolve);
      return kernel.call(
          "openat2",
          directory,
          arena.allocateFrom(path).address(),
          how.address(),
          open_how.sizeof());
    }
  }

  /**
   * Makes a directory, mkdirat(2).
   *
   * @param directory where a relative path starts
   * @param path its path
   * @param mode its permissions, before the umask
   * @return 0, or a negative errno
   */
  public long mkdirat(int directory, String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return kernel.call("mkdirat", directory, arena.allocateFrom(path).address(), mode);
    }
  }

  /**
   * Removes a name, unlinkat(2).
   *
   * @param directory where a relative path starts
   * @param path its path
   * @param flags 0, or {@link Uapi#AT_REMOVEDIR} for an empty directory
   * @return 0, or a negative errno
   */
  public long unlinkat(int directory, String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return kernel.call("unlinkat", directory, arena.allocateFrom(path).address(), flags);
    }
  }

  /**
   * What a symbolic link says, readlinkat(2).
   *
   * @param directory where a relative path starts
   * @param path its path
   * @return the target
   * @throws LinuxException if it is no link or cannot be read
   */
  public String readlinkat(int directory, String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(LONGEST_LINK);
      long size =
          LinuxException.check(
              "readlinkat",
              kernel.call(
                  "readlinkat",
                  directory,
                  arena.allocateFrom(path).address(),
                  target.address(),
                  LONGEST_LINK));
      return new String(target.asSlice(0, size).toArray(JAVA_BYTE), UTF_8);
    }
  }

  /**
   * Changes permissions, fchmod(2).
   *
   * @param file the open file
   * @param mode the permissions
   * @return 0, or a negative errno
   */
  public long fchmod(int file, int mode) {
    return kernel.call("fchmod", file, mode);
  }

  /**
   * Changes the owner, fchown(2).
   *
   * @param file the open file
   * @param uid its user, -1 to leave it
   * @param gid its group, -1 to leave it
   * @return 0, or a negative errno
   */
  public long fchown(int file, int uid, int gid) {
    return kernel.call("fchown", file, uid, gid);
  }

  /**
   * Sets the length, ftruncate(2).
   *
   * @param file the open file
   * @param size its length in bytes
   * @return 0, or a negative errno
   */
  public long ftruncate(int file, long size) {
    return kernel.call("ftruncate", file, size);
  }

  /**
   * Copies inside the kernel, sendfile(2), from where the source stands.
   *
   * @param to where to
   * @param from a file that can be mapped
   * @param size how many bytes at most
   * @return how many were copied, 0 at the end, or a negative errno
   */
  public long sendfile(int to, int from, long size) {
    return kernel.call("sendfile", to, from, 0, size);
  }
}
