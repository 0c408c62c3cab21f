/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.AT_FDCWD;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Limits;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.FileView;
import java.util.List;

/**
 * The one tmpfs of a sandbox: its root, read-only, and its writable places share it, so that one
 * size bounds them all. The JVM gets a descriptor of it and finds {@code work}, {@code tmp} and
 * {@code shm} there as long as it holds that, also when every mount is gone.
 */
final class Disk {
  /** The slot of the descriptor that goes to the JVM. */
  static final String SLOT = "disk.mount";

  private static final String PLACE = "/proc";
  private static final int FORGOTTEN = 24; // our own directories and mask files

  private Disk() {}

  /**
   * What is left of the disk limit for the writable places.
   *
   * @param limits the limits of a run
   * @param views what else takes from it
   * @throws IllegalArgumentException if the other tmpfs take it all
   */
  static long size(Limits limits, List<FileView> views) {
    if (limits.disk().isUnlimited()) {
      return Long.MAX_VALUE;
    }
    long left = limits.disk().bytes();
    for (FileView view : views) {
      if (view instanceof FileView.Tmpfs tmpfs) {
        left -= tmpfs.size().bytes();
      }
    }
    if (left < Skeleton.BLOCK) {
      throw new IllegalArgumentException(
          "the tmpfs mounts take all of the disk limit of "
              + limits.disk()
              + ": nothing is left for /work and /tmp");
    }
    return left;
  }

  /**
   * Mounts it over /proc, and init works in it.
   *
   * @param size bytes, {@code Long.MAX_VALUE} for no bound
   * @param inodes how many files, ours not counted
   */
  static void make(Assembly assembly, long size, long inodes) {
    String bound = size == Long.MAX_VALUE ? "size=0" : "size=" + size;
    String data = bound + ",nr_inodes=" + (inodes + FORGOTTEN) + ",mode=755";
    assembly.call("files get exactly the mode they are made with", "umask", value(0));
    assembly
        .mount(
            "mount the sandbox's disk over /proc, which init needs no more",
            "tmpfs",
            PLACE,
            Mounts.MS_NOSUID | Mounts.MS_NODEV,
            "MS_NOSUID|MS_NODEV",
            data)
        .advice(
            Errno.EPERM,
            "Mounting is forbidden here: AppArmor (see user namespaces), SELinux or a seccomp profile of a container.")
        .advice(
            Errno.EACCES,
            "Mounting is forbidden here: AppArmor (see user namespaces), SELinux or a seccomp profile of a container.")
        .advice(Errno.ENOSPC, "The limit of mounts is reached: raise fs.mount-max.");
    assembly.call("work in it", "chdir", assembly.plan().text(PLACE));
  }

  /** The writable places of a run, and a descriptor of their file system for the JVM. */
  static void places(Assembly assembly, Identity identity) {
    assembly
        .call(
            "hold it for the JVM",
            "openat",
            AT_FDCWD,
            assembly.plan().text("."),
            value(
                Mounts.O_PATH | OpenFlags.O_DIRECTORY | Mounts.O_CLOEXEC,
                "O_PATH|O_DIRECTORY|O_CLOEXEC"))
        .save(SLOT);
    assembly.directory("work", 0755);
    assembly.directory("tmp", 01777);
    assembly.directory("shm", 01777);
    if (identity.changesIds()) {
      assembly.call(
          "give /work to the program's user",
          "fchownat",
          AT_FDCWD,
          assembly.plan().text("work"),
          value(identity.guestUid()),
          value(identity.guestGid()),
          value(0));
    }
  }

  /** Without a user namespace mounts would reach the host. */
  static void detachPropagation(Assembly assembly) {
    assembly
        .plan()
        .at(Role.INIT, Stage.SOURCES)
        .call(
            "keep mounts from reaching the host",
            "mount",
            io.sandbox4j.launch.Operand.NULL,
            assembly.plan().text("/"),
            io.sandbox4j.launch.Operand.NULL,
            value(Mounts.MS_REC | Mounts.MS_PRIVATE, "MS_REC|MS_PRIVATE"),
            io.sandbox4j.launch.Operand.NULL);
  }
}
