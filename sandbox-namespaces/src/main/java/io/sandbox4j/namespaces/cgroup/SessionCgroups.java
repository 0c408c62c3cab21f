/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.nio.file.Path;
import java.util.Map;

/**
 * The cgroups of a session: those of its commands are made below. Left as a note on the session's
 * run.
 *
 * @param directories where they are, by v1 controller; on v2 under {@link #UNIFIED}
 */
record SessionCgroups(Map<String, Path> directories) {
  static final String UNIFIED = "unified";

  /** Copies the map. */
  SessionCgroups {
    directories = Map.copyOf(directories);
  }
}
