/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.internal.linux.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A fresh, read-only /proc of the sandbox's own pid namespace, without the files that tell about
 * the host's kernel, or when somebody presses a key or sends a packet. They are covered by a file
 * and a directory that nobody may open.
 */
final class ProcView {
  private static final List<String> FILES =
      List.of(
          "kcore",
          "kallsyms",
          "keys",
          "key-users",
          "interrupts",
          "timer_list",
          "sched_debug",
          "latency_stats",
          "sysrq-trigger");
  private static final List<String> DIRECTORIES = List.of("acpi", "asound", "scsi");
  private static final String TOO_REVEALING =
      "A sandbox may have a /proc of its own only where nothing of the JVM's /proc is covered. In Docker:"
          + " --security-opt systempaths=unconfined; in Kubernetes: securityContext.procMount: Unmasked.";

  private final List<String> files;
  private final List<String> directories;

  private ProcView(List<String> files, List<String> directories) {
    this.files = List.copyOf(files);
    this.directories = List.copyOf(directories);
  }

  /**
   * The masks that this host needs.
   *
   * @param proc its /proc
   */
  static ProcView of(Path proc) {
    return new ProcView(
        FILES.stream().filter(name -> Files.exists(proc.resolve(name))).toList(),
        DIRECTORIES.stream().filter(name -> Files.isDirectory(proc.resolve(name))).toList());
  }

  /**
   * Any /proc at all, for the root that is made ahead: only where one is to be seen, uncovered, may
   * a run mount its own over it ({@code fs/namespace.c:mount_too_revealing()}). The processes of
   * its pid namespace are gone when the root is used.
   */
  static void placeholder(Assembly assembly) {
    assembly
        .mount(
            "mount a /proc for the runs to cover",
            "proc",
            assembly.inRoot("/proc"),
            Mounts.MS_RDONLY | Mounts.MS_NOSUID | Mounts.MS_NODEV | Mounts.MS_NOEXEC,
            "MS_RDONLY|MS_NOSUID|MS_NODEV|MS_NOEXEC",
            "")
        .advice(Errno.EPERM, TOO_REVEALING);
  }

  void mount(Assembly assembly) {
    assembly
        .mount(
            "mount a /proc of its own",
            "proc",
            assembly.inRoot("/proc"),
            Mounts.MS_RDONLY | Mounts.MS_NOSUID | Mounts.MS_NODEV | Mounts.MS_NOEXEC,
            "MS_RDONLY|MS_NOSUID|MS_NODEV|MS_NOEXEC",
            "")
        .advice(Errno.EPERM, TOO_REVEALING)
        .advice(Errno.EACCES, "AppArmor or SELinux forbids to mount /proc.");
    if (!files.isEmpty()) {
      assembly.empty("masked", 0);
    }
    if (!directories.isEmpty()) {
      assembly.directory("masked.directory", 0);
    }
    for (String name : files) {
      assembly
          .bind("mask /proc/" + name, "masked", assembly.inRoot("/proc/" + name), false)
          .unless(Errno.ENOENT);
    }
    for (String name : directories) {
      assembly
          .bind("mask /proc/" + name, "masked.directory", assembly.inRoot("/proc/" + name), false)
          .unless(Errno.ENOENT);
    }
    if (!files.isEmpty() || !directories.isEmpty()) {
      assembly.seal(
          "seal /proc",
          assembly.inRoot("/proc"),
          Mounts.MOUNT_ATTR_RDONLY
              | Mounts.MOUNT_ATTR_NOSUID
              | Mounts.MOUNT_ATTR_NODEV
              | Mounts.MOUNT_ATTR_NOEXEC);
    }
  }
}
