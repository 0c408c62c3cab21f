/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The private directories that steps write to: a copy of the checkout, and a copy of the cache.
 * They live as long as the build.
 *
 * @param checkout the copy of the checkout
 * @param cache what an earlier build with the same key left, or nothing
 */
record Workspace(Path checkout, Path cache) implements AutoCloseable {
  private static final Size LARGEST_CHECKOUT = Size.gib(4);

  /**
   * Whom the directories belong to when the runner is root: nothing inside a sandbox writes as
   * root. The id lies in a range that neither distributions nor systemd give to anybody.
   */
  private static final int OWNER = 61_000;

  /**
   * Makes the directories.
   *
   * @param source the checkout, which is copied and never changed
   * @param cache the kept cache
   */
  static Workspace copyOf(Path source, Cache cache) throws IOException {
    var workspace =
        new Workspace(
            Files.createTempDirectory("ci-checkout-"), Files.createTempDirectory("ci-cache-"));
    try {
      Trees.copy(source, workspace.checkout, LARGEST_CHECKOUT);
      cache.restoreTo(workspace.cache);
      workspace.leaveToOrdinaryUser();
      return workspace;
    } catch (IOException | RuntimeException failure) {
      workspace.close();
      throw failure;
    }
  }

  private void leaveToOrdinaryUser() throws IOException {
    boolean isRoot = Files.getAttribute(checkout, "unix:uid").equals(0);
    if (isRoot) {
      Trees.giveTo(OWNER, checkout);
      Trees.giveTo(OWNER, cache);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Trees.delete(checkout);
    } finally {
      Trees.delete(cache);
    }
  }
}
