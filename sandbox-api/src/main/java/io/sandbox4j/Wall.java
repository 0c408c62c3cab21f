/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** The walls a sandbox can have. Every mandatory one is in force, or the sandbox is not built. */
public enum Wall {
  /** A user namespace with ids that own nothing on the host. */
  USER_NAMESPACE(true, "sandbox-namespaces"),
  /** Mounts of its own. */
  MOUNT_NAMESPACE(true, "sandbox-namespaces"),
  /** Processes of its own. */
  PID_NAMESPACE(true, "sandbox-namespaces"),
  /** A network of its own. */
  NETWORK_NAMESPACE(true, "sandbox-namespaces"),
  /** System V and POSIX message objects of its own. */
  IPC_NAMESPACE(true, "sandbox-namespaces"),
  /** A host name of its own. */
  UTS_NAMESPACE(true, "sandbox-namespaces"),
  /** A view of its own on cgroups. */
  CGROUP_NAMESPACE(true, "sandbox-namespaces"),
  /** Clocks of its own. */
  TIME_NAMESPACE(true, "sandbox-namespaces"),
  /** A root directory of its own, out of which no path leads. */
  ROOT(true, "sandbox-namespaces"),
  /** Host ids that no other program has. */
  IDS(true, "sandbox-namespaces"),
  /** No capabilities, in no set. */
  CAPABILITIES(true, "sandbox-namespaces"),
  /** setuid programs gain nothing. */
  NO_NEW_PRIVS(true, "sandbox-namespaces"),
  /** A filter of system calls. */
  SECCOMP(true, "sandbox-seccomp"),
  /** Limits that hold for all processes together. */
  CGROUP_LIMITS(true, "sandbox-namespaces"),
  /** File access checked a second time by the Landlock security module. */
  LANDLOCK(false, "sandbox-namespaces"),
  /** No other program runs on the sibling hyperthread. */
  CORE_SCHEDULING(false, "sandbox-namespaces"),
  /** Speculative execution is held back where the CPU would leak through it. */
  SPECULATION_CONTROL(false, "sandbox-namespaces"),
  /** Crashes start no program on the host. */
  NO_CORE_DUMPS(false, "sandbox-namespaces");

  private final boolean mandatory;
  private final String artifact;

  Wall(boolean mandatory, String artifact) {
    this.mandatory = mandatory;
    this.artifact = artifact;
  }

  /** {@return whether a sandbox is not built without it, unless a token says so} */
  public boolean isMandatory() {
    return mandatory;
  }

  /** {@return the artifact of {@code io.sandbox4j} that builds it in the process engine} */
  public String artifact() {
    return artifact;
  }
}
