/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The beginning of the names of a shim's cgroups: boot, pid namespace, pid and start time, so that
 * a later start can tell whose shim is gone and removes only those.
 */
final class ShimName {
  private ShimName() {}

  static String of(int pid) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).substring(0, 8);
      String namespace =
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // starttime is field 22; the command in parentheses may hold anything.
      String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
      return "sandbox4j-" + boot + "-" + namespace + "-" + pid + "-" + started;
    } catch (IOException unreadable) {
      return "sandbox4j-00000000-0-" + pid + "-0";
    }
  }
}
