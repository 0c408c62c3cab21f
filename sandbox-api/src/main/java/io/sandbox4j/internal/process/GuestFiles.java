/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.GuestPath;
import io.sandbox4j.OutFile;
import io.sandbox4j.Size;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Reads files of a sandbox's private file system from outside, through the descriptor of its mount.
 * Every path is hostile: openat2 stays below that mount and follows no link, and only regular files
 * are read, without waiting for a FIFO's writer.
 */
final class GuestFiles {
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOFOLLOW = 0x20000; // x86-64
  private static final int O_NOFOLLOW_ARM = 0x8000;
  static final int BELOW_WITHOUT_LINKS =
      0x10 | 0x02 | 0x04 | 0x01; // IN_ROOT, NO_MAGICLINKS, NO_SYMLINKS, NO_XDEV
  private static final int STATX_SIZE = 256;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int REGULAR = 0x8000;

  private GuestFiles() {}

  /** A file opened for reading, or why not. */
  record Opened(OutFile.Status status, Optional<Descriptor> file, long size, boolean executable) {
    static Opened refused(OutFile.Status status) {
      return new Opened(status, Optional.empty(), 0, false);
    }
  }

  /** Where a guest path lies on the private file system; empty if it is not on it. */
  static Optional<String> onDisk(GuestPath path) {
    String text = path.text();
    for (var place :
        java.util.Map.of("/work", "work", "/tmp", "tmp", "/dev/shm", "shm").entrySet()) {
      if (text.equals(place.getKey())) {
        return Optional.of(place.getValue());
      }
      if (text.startsWith(place.getKey() + "/")) {
        return Optional.of(place.getValue() + text.substring(place.getKey().length()));
      }
    }
    return Optional.empty();
  }

  /**
   * Opens a regular file below a directory. What the program's own mode bits hide from the JVM is
   * opened all the same where the JVM's user owns it.
   */
  static Opened open(Descriptor directory, String path, Size max) {
    try (Arena arena = Arena.ofConfined()) {
      long result = openBelow(directory, path, O_NONBLOCK, arena);
      if (result == -Errno.EACCES) {
        try (OwnersKey _ = OwnersKey.turn(directory, path)) {
          result = openBelow(directory, path, O_NONBLOCK, arena);
        }
      }
      if (result < 0) {
        return Opened.refused(
            switch ((int) -result) {
              case Errno.ENOENT, Errno.ENOTDIR -> OutFile.Status.MISSING;
              case Errno.ELOOP, Errno.ENXIO, Errno.ENODEV, Errno.EXDEV -> OutFile.Status.IRREGULAR;
              default -> OutFile.Status.UNREADABLE;
            });
      }
      return checked(new Descriptor((int) result), max, arena);
    }
  }

  /**
   * openat2 that stays below a directory and follows no link.
   *
   * @param how O_NONBLOCK or O_PATH
   * @return a descriptor, or a negative errno
   */
  static long openBelow(Descriptor directory, String path, int how, Arena arena) {
    MemorySegment open = arena.allocate(24, 8);
    boolean arm =
        io.sandbox4j.internal.linux.Arch.current() == io.sandbox4j.internal.linux.Arch.AARCH64;
    open.set(ValueLayout.JAVA_LONG, 0, (arm ? O_NOFOLLOW_ARM : O_NOFOLLOW) | O_CLOEXEC | how);
    open.set(ValueLayout.JAVA_LONG, 16, BELOW_WITHOUT_LINKS);
    return Kernel.host()
        .call(
            "openat2", directory.number(), arena.allocateFrom(path).address(), open.address(), 24);
  }

  private static Opened checked(Descriptor file, Size max, Arena arena) {
    MemorySegment stat = arena.allocate(STATX_SIZE, 8);
    long result =
        Kernel.host()
            .call(
                "statx",
                file.number(),
                arena.allocateFrom("").address(),
                AT_EMPTY_PATH,
                0x7ff,
                stat.address());
    int mode = stat.get(ValueLayout.JAVA_SHORT, 28) & 0xffff;
    long size = stat.get(ValueLayout.JAVA_LONG, 40);
    OutFile.Status status =
        result < 0
            ? OutFile.Status.UNREADABLE
            : (mode & 0xf000) != REGULAR
                ? OutFile.Status.IRREGULAR
                : size > max.bytes() ? OutFile.Status.TOO_LARGE : OutFile.Status.PRESENT;
    if (status != OutFile.Status.PRESENT) {
      file.close();
      return Opened.refused(status);
    }
    return new Opened(status, Optional.of(file), size, (mode & 0111) != 0);
  }
}
