/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The names in a directory, getdents64(2). */
public final class DirectoryListing {
  private static final int ROOM = 32 * 1024;
  // struct linux_dirent64 of linux/dirent.h, which user space does not get as a header: ino, off,
  // reclen, type, name.
  private static final int LENGTH = 16;
  private static final int KIND = 18;
  private static final int NAME = 19;

  private DirectoryListing() {}

  /**
   * An entry.
   *
   * @param name its name, decoded as UTF-8
   * @param kind the {@code S_IFMT} value of the file it names, 0 where the file system does not say
   */
  public record Entry(String name, int kind) {}

  /**
   * Lists a directory from where its descriptor stands, without {@code .} and {@code ..}.
   *
   * @param kernel who is asked
   * @param directory the open directory
   * @param most how many entries at most; a directory may be made by an adversary
   * @return the entries, in the directory's order
   * @throws LinuxException if it cannot be read, {@code EOVERFLOW} if it has more entries
   */
  public static List<Entry> of(Kernel kernel, Descriptor directory, int most) {
    List<Entry> entries = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(ROOM, JAVA_LONG.byteAlignment());
      while (true) {
        long size = kernel.call("getdents64", directory.number(), buffer.address(), ROOM);
        if (LinuxException.check("getdents64", size) == 0) {
          return List.copyOf(entries);
        }
        collect(buffer.asSlice(0, size), entries, most);
      }
    }
  }

  private static void collect(MemorySegment buffer, List<Entry> entries, int most) {
    for (long at = 0; at < buffer.byteSize(); ) {
      String name = buffer.getString(at + NAME);
      if (!name.equals(".") && !name.equals("..")) {
        if (entries.size() == most) {
          throw new LinuxException("getdents64", Errno.EOVERFLOW);
        }
        // DT_ is the S_IFMT value shifted by twelve (linux/fs_types.h: S_DT).
        entries.add(new Entry(name, buffer.get(JAVA_BYTE, at + KIND) << 12));
      }
      at += Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + LENGTH));
    }
  }
}
