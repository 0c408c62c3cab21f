/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A mounted cgroup hierarchy.
 *
 * @param unified whether it is cgroup v2
 * @param controllers the v1 controllers of the hierarchy, and its mount options
 * @param root which cgroup of the hierarchy the mount shows
 * @param at where it is mounted
 */
record CgroupMount(boolean unified, Set<String> controllers, String root, Path at) {

  /**
   * Reads {@code /proc/self/mountinfo}.
   *
   * @param mountinfo its text
   * @return the cgroup mounts, in its order
   */
  static List<CgroupMount> parse(String mountinfo) {
    List<CgroupMount> mounts = new ArrayList<>();
    for (String line : mountinfo.split("\n", -1)) {
      int separator = line.indexOf(" - ");
      if (separator < 0) {
        continue;
      }
      String[] left = line.substring(0, separator).split(" ", -1);
      String[] right = line.substring(separator + 3).split(" ", -1);
      boolean unified = right[0].equals("cgroup2");
      if (left.length < 5 || right.length < 3 || (!unified && !right[0].equals("cgroup"))) {
        continue;
      }
      Set<String> options =
          Set.of(
              java.util.Arrays.stream(right[2].split(",", -1)).distinct().toArray(String[]::new));
      mounts.add(new CgroupMount(unified, options, plain(left[3]), Path.of(plain(left[4]))));
    }
    return mounts;
  }

  /** The kernel writes blanks, tabs, newlines and backslashes as octal escapes. */
  private static String plain(String escaped) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\' && i + 3 < escaped.length()) {
        out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * Where a cgroup of the hierarchy is found.
   *
   * @param path its path as {@code /proc/self/cgroup} shows it
   * @return its directory; the mount itself when the mount does not show it
   */
  Path directory(String path) {
    String below =
        root.equals("/") ? path : path.startsWith(root) ? path.substring(root.length()) : "/";
    if (below.contains("..")) {
      return at;
    }
    String relative = below.startsWith("/") ? below.substring(1) : below;
    return relative.isEmpty() ? at : at.resolve(relative);
  }
}
