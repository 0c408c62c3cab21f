/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A directory as the root. Its top-level entries are shown one by one, for the sandbox's own places
 * ({@code /proc}, {@code /dev}, {@code /tmp}, {@code /work}) need mount points that a directory of
 * the caller's may not have and that nobody may make in there.
 */
final class DirectoryView {
  private static final Set<String> OURS = Set.of("proc", "dev", "tmp", "work", "sys");

  private DirectoryView() {}

  /**
   * What is shown.
   *
   * @param directory the root
   * @throws IllegalArgumentException if it is not a readable directory
   */
  static List<RootEntry> entries(Path directory) {
    List<RootEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> top = Files.newDirectoryStream(directory)) {
      for (Path path : top) {
        String name = path.getFileName().toString();
        if (OURS.contains(name)) {
          continue;
        }
        if (Files.isSymbolicLink(path)) {
          entries.add(new RootEntry.Link(name, Files.readSymbolicLink(path).toString()));
        } else if (Files.isDirectory(path) || Files.isRegularFile(path)) {
          entries.add(new RootEntry.Bind(name, path, Files.isDirectory(path)));
        }
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the root directory " + directory + " cannot be read: " + unreadable, unreadable);
    }
    entries.sort(java.util.Comparator.comparing(RootEntry::at));
    return entries;
  }
}
