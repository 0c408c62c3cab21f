/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.util.Locale;

/** A processor architecture that Sandbox4J knows: 64-bit, little endian, Linux. */
public enum Arch {
  /** AMD64, called x86_64 by the kernel. */
  X86_64("x86_64", 0xC000_003E),
  /** 64-bit Arm, called aarch64 by the kernel. */
  AARCH64("aarch64", 0xC000_00B7);

  private final String kernelName;
  private final int auditArch;

  Arch(String kernelName, int auditArch) {
    this.kernelName = kernelName;
    this.auditArch = auditArch;
  }

  /**
   * The architecture this JVM runs on.
   *
   * @throws UnsupportedOperationException on any other processor; the message names it
   */
  public static Arch current() {
    return of(System.getProperty("os.arch", "unknown"));
  }

  /**
   * The architecture called {@code name} by the JVM ({@code os.arch}) or by the kernel ({@code
   * uname -m}).
   *
   * @throws UnsupportedOperationException for any other name
   */
  public static Arch of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64", "x86-64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "Sandbox4J runs on x86_64 and aarch64, not on " + name);
    };
  }

  /** The name that {@code uname -m} prints. */
  public String kernelName() {
    return kernelName;
  }

  /**
   * The value of {@code seccomp_data.arch} for this architecture's own 64-bit entry: {@code
   * AUDIT_ARCH_X86_64} or {@code AUDIT_ARCH_AARCH64} of {@code linux/audit.h}. x32 calls carry the
   * x86-64 value and are told apart by bit 30 of the call number.
   */
  public int auditArch() {
    return auditArch;
  }
}
