/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

/**
 * The {@code open(2)} flags whose value depends on the architecture: {@code asm-generic/fcntl.h},
 * overridden for Arm by {@code arch/arm64/include/uapi/asm/fcntl.h}. All others are in {@link
 * io.sandbox4j.internal.linux.generated.Uapi}.
 */
public final class OpenFlags {
  private static final boolean ARM = Arch.current() == Arch.AARCH64;

  /** Fail with ENOTDIR unless it is a directory. */
  public static final int O_DIRECTORY = ARM ? 0x4000 : 0x1_0000;

  /** Fail with ELOOP if the last part is a symbolic link. */
  public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x2_0000;

  /** An unnamed file in the directory named. */
  public static final int O_TMPFILE = 0x40_0000 | O_DIRECTORY;

  private OpenFlags() {}
}
