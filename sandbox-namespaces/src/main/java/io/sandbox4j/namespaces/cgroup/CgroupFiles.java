/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The cgroup file system as the search for a place sees it. */
interface CgroupFiles {

  /** Whether there is a file or directory of that name. */
  boolean exists(Path path);

  /** Whether the JVM may write to it. */
  boolean isWritable(Path path);

  /** The words of a file, none when it cannot be read. */
  Set<String> words(Path file);

  /**
   * Writes to a file.
   *
   * @return what went wrong, empty if nothing did
   */
  Optional<String> write(Path file, String text);

  /** Those of this host. */
  static CgroupFiles host() {
    return new CgroupFiles() {
      @Override
      public boolean exists(Path path) {
        return Files.exists(path);
      }

      @Override
      public boolean isWritable(Path path) {
        return Files.isWritable(path);
      }

      @Override
      public Set<String> words(Path file) {
        try {
          Set<String> words =
              new TreeSet<>(Arrays.asList(Files.readString(file).strip().split("\\s+", -1)));
          words.remove("");
          return words;
        } catch (IOException unreadable) {
          return Set.of();
        }
      }

      @Override
      public Optional<String> write(Path file, String text) {
        try {
          Files.writeString(file, text, StandardOpenOption.WRITE);
          return Optional.empty();
        } catch (IOException refused) {
          return Optional.of(refused.toString());
        }
      }
    };
  }
}
