/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Moves the processes of the JVM's own cgroup into a leaf of it, when the caller asked for that.
 */
final class LeafForTheJvm {
  static final String NAME = "sandbox4j-jvm";
  private static final int PASSES = 8;

  private final OwnCgroups own;
  private final CgroupFiles files;

  LeafForTheJvm(OwnCgroups own, CgroupFiles files) {
    this.own = own;
    this.files = files;
  }

  CgroupChoice move(CgroupSearch search) {
    Path group = own.unified();
    if (group == null) {
      return new CgroupChoice.None("there is no cgroup v2 here", CgroupSearch.FIX);
    }
    Path last = group.getFileName();
    if (last != null
        && last.toString().equals(NAME)) { // an earlier sandbox of this JVM has moved it
      Path parent = group.getParent();
      return parent == null ? search.find() : search.under(parent);
    }
    Path leaf = group.resolve(NAME);
    try {
      if (!files.exists(leaf)) {
        Files.createDirectory(leaf);
      }
    } catch (IOException refused) {
      return new CgroupChoice.None("cannot make " + leaf + ": " + refused, CgroupSearch.FIX);
    }
    Optional<String> failure = Optional.empty();
    // A process forked meanwhile is still outside: again until none is left.
    for (int pass = 0; pass < PASSES; pass++) {
      for (String pid : files.words(group.resolve("cgroup.procs"))) {
        failure = files.write(leaf.resolve("cgroup.procs"), pid);
      }
      if (files.words(group.resolve("cgroup.procs")).isEmpty()) {
        return new CgroupSearch(new OwnCgroups(own.legacy(), leaf, own.unifiedTop()), files)
            .under(group);
      }
    }
    return new CgroupChoice.None(
        "cannot move every process of "
            + group
            + " into "
            + leaf
            + failure.map(f -> ": " + f).orElse(""),
        CgroupSearch.FIX);
  }
}
