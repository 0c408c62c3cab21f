/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What init makes in the new root before it is sealed: directories, links, files and the points
 * where something is mounted, each once and its parents before it. Not thread-safe.
 */
final class Skeleton {
  static final int BLOCK = 4096;

  private final Map<String, RootEntry> nodes = new LinkedHashMap<>();

  /** Adds an entry and the directories above it. An entry that is there already stays. */
  Skeleton add(RootEntry entry) {
    int slash = entry.at().lastIndexOf('/');
    if (slash > 0) {
      add(new RootEntry.Directory(entry.at().substring(0, slash)));
    }
    nodes.putIfAbsent(entry.at(), entry);
    return this;
  }

  /** Whether something is mounted at this path or above it. */
  Optional<RootEntry.Bind> covering(String path) {
    for (RootEntry entry : nodes.values()) {
      if (entry instanceof RootEntry.Bind bind
          && (path.equals(bind.at()) || path.startsWith(bind.at() + "/"))) {
        return Optional.of(bind);
      }
    }
    return Optional.empty();
  }

  /** Makes room for something else of that name. */
  void drop(String path) {
    nodes.remove(path);
  }

  /** How many inodes it takes. */
  int inodes() {
    return nodes.size();
  }

  /** How many bytes its files take, in whole blocks. */
  long bytes() {
    long sum = 0;
    for (RootEntry entry : nodes.values()) {
      if (entry instanceof RootEntry.Text(String _, String content)) {
        sum += (content.length() + BLOCK - 1L) / BLOCK * BLOCK;
      }
    }
    return sum;
  }

  /** Makes everything below the directory {@code root}. */
  void make(Assembly assembly) {
    for (RootEntry entry : nodes.values()) {
      String path = "root/" + entry.at();
      switch (entry) {
        case RootEntry.Directory _ -> assembly.directory(path, 0755);
        case RootEntry.Link(String _, String target) -> assembly.link(path, target);
        case RootEntry.Text(String _, String content) ->
            assembly.text(path, content.getBytes(StandardCharsets.UTF_8), 0644);
        case RootEntry.Bind bind -> {
          if (bind.isDirectory()) {
            assembly.directory(path, 0755);
          } else {
            assembly.empty(path, 0644);
          }
        }
      }
    }
  }

  /** What is mounted on it. */
  List<RootEntry.Bind> binds() {
    List<RootEntry.Bind> binds = new ArrayList<>();
    for (RootEntry entry : nodes.values()) {
      if (entry instanceof RootEntry.Bind bind) {
        binds.add(bind);
      }
    }
    return binds;
  }
}
