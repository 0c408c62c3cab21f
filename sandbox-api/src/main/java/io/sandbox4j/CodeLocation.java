/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/** Where in a program's memory a system call was made. */
public sealed interface CodeLocation {
  /** {@return the address after the instruction that made the call, as the program sees it} */
  long instruction();

  /**
   * In a file that the program has mapped.
   *
   * @param instruction the address after the instruction that made the call
   * @param module the file's path inside the sandbox, as the kernel tells it, with {@code
   *     (deleted)} behind it when it has none any more. The program may have chosen it; what could
   *     steer a terminal is escaped. At most 512 characters
   * @param offset the same place as an offset in the file, in bytes
   */
  record InModule(long instruction, String module, long offset) implements CodeLocation {
    /** Checks that there is a module. */
    public InModule {
      Objects.requireNonNull(module, "module");
    }

    /** As {@code /usr/lib/libc.so.6+0x1234}. */
    @Override
    public String toString() {
      return module + "+0x" + Long.toHexString(offset);
    }
  }

  /**
   * In memory of no file, or nobody could tell.
   *
   * @param instruction the address after the instruction that made the call
   */
  record AtAddress(long instruction) implements CodeLocation {
    /** The address in hexadecimal. */
    @Override
    public String toString() {
      return "0x" + Long.toHexString(instruction);
    }
  }
}
