/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * For which container a profile is read: its rules may depend on all of this.
 *
 * @param abi the system call interface
 * @param capabilities what the container may have, as {@code CAP_SYS_ADMIN}; a sandbox has none
 * @param kernel the kernel's release, as {@code uname -r} prints it; at least major and minor
 */
public record OciTarget(SyscallAbi abi, Set<String> capabilities, String kernel) {
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** Checks the kernel's release. */
  public OciTarget {
    capabilities = Set.copyOf(new TreeSet<>(capabilities));
    if (!RELEASE.matcher(kernel).matches()) {
      throw new IllegalArgumentException("\"" + kernel + "\" is no release of a kernel, as 6.1");
    }
  }

  /**
   * {@return a container without capabilities, on the newest kernel that this library knows}
   *
   * @param abi the system call interface
   */
  public static OciTarget sandbox(SyscallAbi abi) {
    return new OciTarget(abi, Set.of(), "6.18");
  }

  static boolean isRelease(String text) {
    return RELEASE.matcher(text).matches();
  }

  /** Whether the kernel is {@code release} or newer. */
  boolean isAtLeast(String release) {
    return version(kernel) >= version(release);
  }

  private static int version(String release) {
    var parts = RELEASE.matcher(release);
    return parts.matches()
        ? Integer.parseInt(parts.group(1)) * 10_000 + Integer.parseInt(parts.group(2))
        : 0;
  }

  /** What profiles call the architecture: Go's name and libseccomp's. */
  Set<String> architectureNames() {
    return switch (abi) {
      case X86_64 -> Set.of("amd64", "x86_64", "SCMP_ARCH_X86_64");
      case AARCH64 -> Set.of("arm64", "aarch64", "SCMP_ARCH_AARCH64");
    };
  }
}
