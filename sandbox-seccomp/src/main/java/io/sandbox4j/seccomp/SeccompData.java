/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Arrays;

/**
 * What a filter sees of a system call: {@code struct seccomp_data} of {@code linux/seccomp.h}.
 *
 * @param number the call's number as it stood in the register
 * @param arch the entry by which it came, an AUDIT_ARCH value
 * @param instructionPointer where it was made
 * @param a0 first argument
 * @param a1 second argument
 * @param a2 third argument
 * @param a3 fourth argument
 * @param a4 fifth argument
 * @param a5 sixth argument
 */
public record SeccompData(
    int number,
    int arch,
    long instructionPointer,
    long a0,
    long a1,
    long a2,
    long a3,
    long a4,
    long a5) {

  /** The size of the structure in bytes. */
  public static final int BYTES = 64;

  static final int NUMBER = 0;
  static final int ARCH = 4;
  static final int INSTRUCTION_POINTER = 8;
  static final int ARGUMENTS = 16;

  /**
   * A call by the abi's own entry; missing arguments are 0.
   *
   * @param abi the interface
   * @param number the call's number
   * @param arguments up to six arguments
   * @return the call
   */
  public static SeccompData of(SyscallAbi abi, int number, long... arguments) {
    long[] six = Arrays.copyOf(arguments, ArgumentCondition.ARGUMENTS);
    return new SeccompData(
        number, abi.auditArch(), 0, six[0], six[1], six[2], six[3], six[4], six[5]);
  }

  static int lowWord(int argument) {
    return ARGUMENTS + 8 * argument;
  }

  static int highWord(int argument) {
    return lowWord(argument) + 4;
  }

  /** The 32-bit word at a byte offset, on a little-endian machine. */
  int word(int offset) {
    return switch (offset) {
      case NUMBER -> number;
      case ARCH -> arch;
      default -> {
        long value =
            switch ((offset - INSTRUCTION_POINTER) / 8) {
              case 0 -> instructionPointer;
              case 1 -> a0;
              case 2 -> a1;
              case 3 -> a2;
              case 4 -> a3;
              case 5 -> a4;
              case 6 -> a5;
              default -> throw new IndexOutOfBoundsException("offset " + offset);
            };
        yield (int) (offset % 8 == 0 ? value : value >>> 32);
      }
    };
  }
}
