/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

/**
 * The fixed order in which a process builds its part of a sandbox. Layers add steps to a stage and
 * know nothing of each other.
 */
public enum Stage {
  /** Descriptors are opened, cgroups are made, nothing is entered yet. */
  PREPARE,
  /** The user namespace and its id maps. */
  USER_NAMESPACE,
  /** The process joins its cgroups, before a cgroup namespace hides them. */
  CGROUP,
  /** Host trees are taken hold of, with the rights of the JVM's user and by nobody's path later. */
  SOURCES,
  /** From here on no task of the sandbox has host id 0. */
  INNER_ROOT,
  /** The other namespaces. */
  NAMESPACES,
  /** Mounts, files, pivot_root. */
  ROOT_FILESYSTEM,
  /** Session, descriptors, signal state, working directory. */
  PROCESS,
  /** Joins cgroups that were made meanwhile; the sandbox's limits stand from here on. */
  LATE_CGROUP,
  /** Resource limits of the process. */
  RLIMITS,
  /** The ids the guest runs under. */
  GUEST_IDS,
  /** Capabilities, no_new_privs. */
  CAPABILITIES,
  /** Landlock. */
  LANDLOCK,
  /** The seccomp filter. */
  SECCOMP,
  /** The program itself. */
  EXEC
}
