/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.internal.linux.Errno;
import java.util.List;

/**
 * A minimal /dev. The nodes are the host's own, mounted one by one, since nobody in a user
 * namespace may make a device; sealed read-only, which leaves the devices writable but not their
 * times or modes.
 */
final class DevView {
  private static final List<String> NODES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private DevView() {}

  static void make(Assembly assembly) {
    for (String node : NODES) {
      assembly.empty("dev/" + node, 0666);
    }
    assembly.directory("dev/pts", 0755);
    assembly.directory("dev/shm", 01777);
    assembly.link("dev/ptmx", "pts/ptmx");
    assembly.link("dev/fd", "/proc/self/fd");
    assembly.link("dev/stdin", "/proc/self/fd/0");
    assembly.link("dev/stdout", "/proc/self/fd/1");
    assembly.link("dev/stderr", "/proc/self/fd/2");
  }

  static void mount(Assembly assembly) {
    assembly.bind("show it as /dev", "dev", "root/dev", false);
    for (String node : NODES) {
      assembly
          .bind("show the host's /dev/" + node, "/dev/" + node, "root/dev/" + node, false)
          .advice(
              Errno.ENOENT,
              "The host (or the container that the JVM runs in) has no /dev/" + node + ".");
    }
    assembly.seal(
        "seal /dev",
        "root/dev",
        Mounts.MOUNT_ATTR_RDONLY | Mounts.MOUNT_ATTR_NOSUID | Mounts.MOUNT_ATTR_NOEXEC);
  }

  /** What each run has of its own. */
  static void own(Assembly assembly) {
    assembly.mount(
        "mount terminals of its own",
        "devpts",
        assembly.inRoot("/dev/pts"),
        Mounts.MS_NOSUID | Mounts.MS_NOEXEC,
        "MS_NOSUID|MS_NOEXEC",
        "newinstance,ptmxmode=0666,mode=0620");
    assembly.bind("show the writable place /dev/shm", "shm", assembly.inRoot("/dev/shm"), false);
  }
}
