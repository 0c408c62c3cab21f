/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cgroup file system of words. */
final class FakeCgroupFiles implements CgroupFiles {
  final Map<Path, Set<String>> words = new HashMap<>();
  final Set<Path> readOnly = new HashSet<>();
  final Set<Path> refusing = new HashSet<>();
  final List<String> written = new ArrayList<>();

  FakeCgroupFiles file(String path, String... content) {
    words.put(Path.of(path), Set.of(content));
    return this;
  }

  FakeCgroupFiles group(String path, String controllers, String enabled) {
    file(path + "/cgroup.controllers", controllers.split(" ", -1));
    file(
        path + "/cgroup.subtree_control",
        enabled.isEmpty() ? new String[0] : enabled.split(" ", -1));
    return file(path + "/cgroup.type", "domain");
  }

  @Override
  public boolean exists(Path path) {
    return words.containsKey(path);
  }

  @Override
  public boolean isWritable(Path path) {
    return readOnly.stream().noneMatch(path::startsWith);
  }

  @Override
  public Set<String> words(Path file) {
    return words.getOrDefault(file, Set.of());
  }

  @Override
  public Optional<String> write(Path file, String text) {
    written.add(file + " " + text);
    return refusing.contains(file) ? Optional.of("Device or resource busy") : Optional.empty();
  }
}
