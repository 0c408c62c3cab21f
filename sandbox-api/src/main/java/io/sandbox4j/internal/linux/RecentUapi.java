/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

/**
 * Constants newer than the Linux 6.1 headers that {@link
 * io.sandbox4j.internal.linux.generated.Uapi} was made from. Each names its header and the first
 * release that has it; an older kernel answers EINVAL.
 */
public final class RecentUapi {
  /** {@code linux/memfd.h}, 6.3: the file may never be executed, and that is sealed. */
  public static final int MFD_NOEXEC_SEAL = 0x8;

  /** {@code linux/memfd.h}, 6.3: the file may be executed whatever {@code vm.memfd_noexec} is. */
  public static final int MFD_EXEC = 0x10;

  /** {@code linux/fcntl.h}, 6.3: the execute bits cannot be changed any more. */
  public static final int F_SEAL_EXEC = 0x20;

  /** {@code linux/landlock.h}, 6.2: truncate a file. */
  public static final long LANDLOCK_ACCESS_FS_TRUNCATE = 1L << 14;

  /** {@code linux/landlock.h}, 6.10: ioctl on a device. */
  public static final long LANDLOCK_ACCESS_FS_IOCTL_DEV = 1L << 15;

  /** {@code linux/landlock.h}, 6.7: bind a TCP socket. */
  public static final long LANDLOCK_ACCESS_NET_BIND_TCP = 1;

  /** {@code linux/landlock.h}, 6.7: connect a TCP socket. */
  public static final long LANDLOCK_ACCESS_NET_CONNECT_TCP = 1L << 1;

  /** {@code linux/landlock.h}, 6.12: no abstract Unix socket of a process outside. */
  public static final long LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET = 1;

  /** {@code linux/landlock.h}, 6.12: no signal to a process outside. */
  public static final long LANDLOCK_SCOPE_SIGNAL = 1L << 1;

  /** {@code linux/seccomp.h}, 6.6: {@code SECCOMP_IOCTL_NOTIF_SET_FLAGS}. */
  static final long SECCOMP_IOCTL_NOTIF_SET_FLAGS = 0x4008_2104L;

  /** {@code linux/seccomp.h}, 6.6: caller and supervisor wake each other on one processor. */
  static final long SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP = 1;

  private RecentUapi() {}
}
