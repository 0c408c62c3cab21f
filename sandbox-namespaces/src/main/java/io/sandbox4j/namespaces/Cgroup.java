/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces;

import io.sandbox4j.spi.LayerOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the cgroups of sandboxes are made, for {@link io.sandbox4j.ProcessIsolation#with}. Without it
 * the place is found: below the JVM's own cgroup, or on cgroup v2 in the nearest ancestor that may
 * have children with controllers.
 *
 * @param parent a directory of a cgroup v2 hierarchy that the JVM's user may write to and that holds
 *     no process
 */
public record Cgroup(Path parent) implements LayerOption {
  /** The system property with the same meaning, for whoever starts the JVM. */
  public static final String PROPERTY = "io.sandbox4j.cgroup";

  /** Checks that the path is absolute. */
  public Cgroup {
    if (!Objects.requireNonNull(parent, "parent").isAbsolute()) {
      throw new IllegalArgumentException("the parent cgroup is an absolute path, not " + parent);
    }
  }

  /**
   * Makes the cgroups of sandboxes below a directory.
   *
   * @param parent an absolute path below a cgroup v2 mount
   * @return the choice
   */
  public static Cgroup under(Path parent) {
    return new Cgroup(parent);
  }
}
