/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Which cgroups the sandboxes of this JVM get. */
sealed interface CgroupChoice {

  /**
   * One directory in each v1 hierarchy.
   *
   * @param parents where to make it, by controller: memory, pids and cpuacct at least
   */
  record Legacy(Map<String, Path> parents) implements CgroupChoice {
    /** Copies the map. */
    public Legacy {
      parents = Map.copyOf(parents);
    }
  }

  /**
   * One directory in the v2 hierarchy.
   *
   * @param parent where to make it
   * @param controllers what its children have: memory and pids at least
   */
  record Unified(Path parent, Set<String> controllers) implements CgroupChoice {
    /** Copies the set. */
    public Unified {
      controllers = Set.copyOf(controllers);
    }
  }

  /**
   * None can be made.
   *
   * @param reason why
   * @param fix what to do
   */
  record None(String reason, String fix) implements CgroupChoice {}
}
