/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.GuestPath;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.namespaces.ids.Identity;
import java.util.HashSet;
import java.util.Set;

/** Makes the directories above a path on a fresh tmpfs, each once in a run. */
final class Folders {
  private final Assembly assembly;
  private final Identity identity;
  private final Set<String> made = new HashSet<>();

  Folders(Assembly assembly, Identity identity) {
    this.assembly = assembly;
    this.identity = identity;
  }

  /** Makes all directories above a path, the program's user's own. */
  void above(GuestPath path) {
    String text = path.text();
    for (int slash = text.indexOf('/', 1); slash > 0; slash = text.indexOf('/', slash + 1)) {
      make(text.substring(0, slash));
    }
  }

  /** Makes a directory unless it is there. */
  void make(String path) {
    // Places and mount points are there before anything is put into them.
    if (Set.of("/work", "/tmp", "/dev", "/dev/shm").contains(path) || !made.add(path)) {
      return;
    }
    assembly.directory(assembly.inRoot(path), 0755).unless(Errno.EEXIST);
    if (identity.changesIds()) {
      assembly.call(
          "give it to the program's user",
          "fchownat",
          io.sandbox4j.launch.Operand.AT_FDCWD,
          assembly.plan().text(assembly.inRoot(path)),
          io.sandbox4j.launch.Operand.value(identity.guestUid()),
          io.sandbox4j.launch.Operand.value(identity.guestGid()),
          io.sandbox4j.launch.Operand.value(0x100, "AT_SYMLINK_NOFOLLOW"));
    }
  }

  /** A directory that is there by other means. */
  void exists(String path) {
    made.add(path);
  }
}
