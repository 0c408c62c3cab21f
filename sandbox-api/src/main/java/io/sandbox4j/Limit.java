/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** What can be limited; the defaults are in {@link Limits}. */
public enum Limit {
  /** Memory of all processes together, tmpfs contents included. */
  MEMORY,
  /** CPU time, user and system, of all processes together. */
  CPU_TIME,
  /** Time from execve by the monotonic clock, without pauses. */
  WALL_TIME,
  /** Processes and threads at once. */
  TASKS,
  /** Bytes written to stdout and stderr. */
  OUTPUT,
  /** Bytes and inodes in the private file system. */
  DISK,
  /** Stack of a thread. */
  STACK,
  /** Open descriptors of a process. */
  OPEN_FILES,
  /** Size of one file. */
  FILE_SIZE,
  /** Locked memory of a process. */
  LOCKED,
  /** Time without any CPU use. */
  IDLE_TIME
}
