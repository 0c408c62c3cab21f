/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.HostReport;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Files;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.OpenFlags;
import java.util.List;

/**
 * The file whose locks say which blocks of ids are taken. It holds nothing, belongs to root, and
 * stays: removing it while somebody holds a lock would hand the same ids out twice.
 */
final class LockFile {
  private static final int AT_FDCWD = -100;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final List<String> DIRECTORIES = List.of("/run/sandbox4j", "/tmp/.sandbox4j-ids");

  private LockFile() {}

  /**
   * Opens the lock file, in {@code /run} or where that cannot be written in {@code /tmp}. Nobody
   * but root may own the directory or the file, else another user could hold every lock.
   */
  static Descriptor open() {
    Files files = Files.host();
    String why = "";
    for (String directory : DIRECTORIES) {
      long made = files.mkdirat(AT_FDCWD, directory, 0700);
      if (made < 0 && made != -Errno.EEXIST) {
        why += " " + directory + ": " + Errno.name((int) -made) + ".";
        continue;
      }
      int flags = OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
      long opened = files.openat(AT_FDCWD, directory, flags, 0);
      if (opened < 0) {
        why += " " + directory + ": " + Errno.name((int) -opened) + ".";
        continue;
      }
      try (Descriptor place = new Descriptor((int) opened)) {
        FileStatus status = FileStatus.of(Kernel.host(), place);
        if (status.uid() != 0 || (status.mode() & 0022) != 0) {
          why += " " + directory + " belongs to another user or is writable by others.";
          continue;
        }
        long lock =
            files.openat(place.number(), "ids.lock", O_RDWR | O_CREAT | OpenFlags.O_NOFOLLOW, 0600);
        if (lock >= 0) {
          return new Descriptor((int) lock);
        }
        why += " " + directory + "/ids.lock: " + Errno.name((int) -lock) + ".";
      }
    }
    throw new UnsupportedHostException(
        "cannot reserve host ids for sandboxes: no lock file."
            + why
            + " Make /run writable for root.",
        new HostReport(List.of()));
  }
}
