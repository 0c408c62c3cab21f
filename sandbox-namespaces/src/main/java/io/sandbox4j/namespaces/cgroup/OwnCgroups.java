/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cgroups that the JVM is in.
 *
 * @param legacy directories in v1 hierarchies, by controller
 * @param unified its directory in the v2 hierarchy, null without one
 * @param unifiedTop where the v2 hierarchy is mounted, null without one
 */
record OwnCgroups(Map<String, Path> legacy, @Nullable Path unified, @Nullable Path unifiedTop) {

  /** Reads {@code /proc/self}. */
  static OwnCgroups read() {
    try {
      return parse(
          Files.readString(Path.of("/proc/self/mountinfo")),
          Files.readString(Path.of("/proc/self/cgroup")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the cgroups of the JVM", unreadable);
    }
  }

  /**
   * Combines what is mounted with where the JVM is.
   *
   * @param mountinfo text of {@code /proc/self/mountinfo}
   * @param membership text of {@code /proc/self/cgroup}
   */
  static OwnCgroups parse(String mountinfo, String membership) {
    List<CgroupMount> mounts = CgroupMount.parse(mountinfo);
    Map<String, Path> legacy = new LinkedHashMap<>();
    Path unified = null;
    Path top = null;
    for (String line : membership.split("\n", -1)) {
      String[] columns = line.split(":", 3);
      if (columns.length < 3) {
        continue;
      }
      for (CgroupMount mount : mounts) {
        if (columns[1].isEmpty() && mount.unified() && unified == null) {
          unified = mount.directory(columns[2]);
          top = mount.at();
        }
        for (String controller : columns[1].split(",", -1)) {
          if (!controller.isEmpty()
              && !mount.unified()
              && mount.controllers().contains(controller)) {
            legacy.putIfAbsent(controller, mount.directory(columns[2]));
          }
        }
      }
    }
    return new OwnCgroups(legacy, unified, top);
  }
}
