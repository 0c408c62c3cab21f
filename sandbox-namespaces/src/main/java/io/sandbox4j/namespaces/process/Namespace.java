/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.Wall;

/** The kinds of namespaces, with the numbers of {@code linux/sched.h}. */
enum Namespace {
  USER(Wall.USER_NAMESPACE, "user", "max_user_namespaces", 0x1000_0000),
  MOUNT(Wall.MOUNT_NAMESPACE, "mnt", "max_mnt_namespaces", 0x2_0000),
  PID(Wall.PID_NAMESPACE, "pid", "max_pid_namespaces", 0x2000_0000),
  NETWORK(Wall.NETWORK_NAMESPACE, "net", "max_net_namespaces", 0x4000_0000),
  IPC(Wall.IPC_NAMESPACE, "ipc", "max_ipc_namespaces", 0x800_0000),
  UTS(Wall.UTS_NAMESPACE, "uts", "max_uts_namespaces", 0x400_0000),
  CGROUP(Wall.CGROUP_NAMESPACE, "cgroup", "max_cgroup_namespaces", 0x200_0000),
  TIME(Wall.TIME_NAMESPACE, "time", "max_time_namespaces", 0x80);

  private final Wall wall;
  private final String file;
  private final String bound;
  private final long flag;

  Namespace(Wall wall, String file, String bound, long flag) {
    this.wall = wall;
    this.file = file;
    this.bound = bound;
    this.flag = flag;
  }

  Wall wall() {
    return wall;
  }

  /** Its name in {@code /proc/<pid>/ns}. */
  String file() {
    return file;
  }

  /** The name of its limit in {@code /proc/sys/user}. */
  String bound() {
    return bound;
  }

  /** Its {@code CLONE_NEW*} flag. */
  long flag() {
    return flag;
  }

  String flagName() {
    return "CLONE_NEW" + (this == MOUNT ? "NS" : this == NETWORK ? "NET" : name());
  }
}
