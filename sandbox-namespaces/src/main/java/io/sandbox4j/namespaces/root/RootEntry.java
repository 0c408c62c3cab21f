/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import java.nio.file.Path;

/** Something in the root, found when the sandbox was built. Paths are relative to the root. */
sealed interface RootEntry {

  /** Where it is, for example {@code etc/passwd}. */
  String at();

  /** An empty directory. */
  record Directory(String at) implements RootEntry {}

  /** A symbolic link. */
  record Link(String at, String target) implements RootEntry {}

  /** A small file. */
  record Text(String at, String content) implements RootEntry {}

  /**
   * A file or directory of the host, read-only.
   *
   * @param at where it is
   * @param source where the host has it
   * @param isDirectory what it is
   */
  record Bind(String at, Path source, boolean isDirectory) implements RootEntry {}
}
