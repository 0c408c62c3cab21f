/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** The system call interface a filter is compiled for: the 64-bit entry of one architecture. */
public enum SyscallAbi {
  /** AMD64; neither i386 nor x32, whose entries every filter refuses. */
  X86_64(Arch.X86_64),
  /** 64-bit Arm; not its 32-bit entry. */
  AARCH64(Arch.AARCH64);

  private final Arch arch;

  SyscallAbi(Arch arch) {
    this.arch = arch;
  }

  /**
   * {@return the interface of the processor this JVM runs on}
   *
   * @throws UnsupportedOperationException on any other processor
   */
  public static SyscallAbi current() {
    return of(Arch.current());
  }

  static SyscallAbi of(Arch arch) {
    return switch (arch) {
      case X86_64 -> X86_64;
      case AARCH64 -> AARCH64;
    };
  }

  /** Whether any architecture has a call of this name. */
  static boolean anyHas(String call) {
    return X86_64.number(call).isPresent() || AARCH64.number(call).isPresent();
  }

  /**
   * The name that {@code uname -m} prints.
   *
   * @return the name
   */
  public String kernelName() {
    return arch.kernelName();
  }

  /**
   * The value of {@code seccomp_data.arch} for calls by this interface.
   *
   * @return the value
   */
  public int auditArch() {
    return arch.auditArch();
  }

  /**
   * The number of {@code call}, empty when this architecture has no such call.
   *
   * @param call the kernel's name of the call
   * @return the number
   */
  public OptionalInt number(String call) {
    return SyscallTable.of(arch).number(call);
  }

  /**
   * The name of call {@code number}, empty for holes and unknown numbers.
   *
   * @param number the call's number
   * @return the name
   */
  public Optional<String> name(int number) {
    return SyscallTable.of(arch).name(number);
  }

  /**
   * The highest number known; filters answer everything above it with ENOSYS.
   *
   * @return the number
   */
  public int newest() {
    return SyscallTable.of(arch).newest();
  }

  /** {@return the names of all calls, in ascending order of their numbers} */
  public Collection<String> names() {
    return SyscallTable.of(arch).names();
  }
}
