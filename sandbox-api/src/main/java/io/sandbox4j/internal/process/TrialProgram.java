/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.internal.linux.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest program there is, exit(0): a trial must not depend on what the host has. */
final class TrialProgram {
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final long BASE = 0x400000;

  private TrialProgram() {}

  /** A static ELF executable, elf(5). */
  static byte[] of(Arch arch) {
    byte[] code = code(arch);
    int size = HEADER + SEGMENT + code.length;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    file.putShort((short) 2).putShort(machine(arch)).putInt(1);
    file.putLong(BASE + HEADER + SEGMENT).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 1);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    file.putInt(1).putInt(5); // PT_LOAD, read and execute
    file.putLong(0).putLong(BASE).putLong(BASE).putLong(size).putLong(size).putLong(0x10000);
    return file.put(code).array();
  }

  private static short machine(Arch arch) {
    return switch (arch) {
      case X86_64 -> 62;
      case AARCH64 -> 183;
    };
  }

  private static byte[] code(Arch arch) {
    return switch (arch) {
      // mov eax, 60; xor edi, edi; syscall
      case X86_64 -> new byte[] {(byte) 0xb8, 60, 0, 0, 0, 0x31, (byte) 0xff, 0x0f, 0x05};
      // mov x0, #0; mov x8, #93; svc #0
      case AARCH64 ->
          new byte[] {
            0,
            0,
            (byte) 0x80,
            (byte) 0xd2,
            (byte) 0xa8,
            0x0b,
            (byte) 0x80,
            (byte) 0xd2,
            1,
            0,
            0,
            (byte) 0xd4
          };
    };
  }
}
