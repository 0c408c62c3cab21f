/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces;

import io.sandbox4j.spi.LayerOption;
import java.nio.file.Path;

/**
 * Where the cgroups of sandboxes are made, for {@link io.sandbox4j.ProcessIsolation#with}. Without
 * it the place is found: below the JVM's own cgroups, or on cgroup v2 in the nearest ancestor that
 * may have children with controllers.
 */
public sealed interface Cgroup extends LayerOption {
  /** The system property that names a parent directory, for whoever starts the JVM. */
  String PROPERTY = "io.sandbox4j.cgroup";

  /**
   * Below a directory.
   *
   * @param parent a directory of a cgroup v2 hierarchy that the JVM's user may write to and that
   *     holds no process
   */
  record Under(Path parent) implements Cgroup {
    /** Checks that the path is absolute. */
    public Under {
      if (!parent.isAbsolute()) {
        throw new IllegalArgumentException("the parent cgroup is an absolute path, not " + parent);
      }
    }
  }

  /** Below the JVM's own cgroup, whose processes move into a leaf of it first. */
  record BesideTheJvm() implements Cgroup {}

  /**
   * Makes the cgroups of sandboxes below a directory.
   *
   * @param parent an absolute path below a cgroup v2 mount
   * @return the choice
   */
  static Cgroup under(Path parent) {
    return new Under(parent);
  }

  /**
   * Makes the cgroups of sandboxes below the JVM's own cgroup v2. A cgroup that holds processes
   * cannot give controllers to its children, so every process in it, the JVM among them, is moved
   * into a child named {@code sandbox4j-jvm}. Meant for a container or a delegated unit that the
   * JVM has to itself.
   *
   * @return the choice
   */
  static Cgroup besideTheJvm() {
    return new BesideTheJvm();
  }
}
