/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import java.lang.foreign.Arena;

/** Anonymous memory files (memfd_create(2)) whose content nobody can change any more. */
public final class Memfd {
  private static final int CLOEXEC = 1;
  private static final int ALLOW_SEALING = 2;
  private static final int NOEXEC_SEAL = 8;
  private static final int EXEC = 0x10;
  private static final int ADD_SEALS = 1033;
  private static final int SEALS = 1 | 2 | 4 | 8; // seal, shrink, grow, write

  private Memfd() {}

  /**
   * A sealed file that may be executed.
   *
   * @param name what /proc shows
   * @param content its bytes
   * @return the descriptor
   * @throws LinuxException if the host forbids executable memfds, or is out of memory
   */
  public static Descriptor executable(String name, byte[] content) {
    return sealed(name, content, EXEC);
  }

  /**
   * A sealed file of data.
   *
   * @param name what /proc shows
   * @param content its bytes
   * @return the descriptor, at the start of the file
   * @throws LinuxException if the host is out of memory or descriptors
   */
  public static Descriptor data(String name, byte[] content) {
    return sealed(name, content, NOEXEC_SEAL);
  }

  private static Descriptor sealed(String name, byte[] content, int execution) {
    Descriptor file = create(name, execution);
    try {
      Transfers.writeAll(file.number(), content);
      LinuxException.check("lseek", Kernel.host().call("lseek", file.number(), 0, 0));
      LinuxException.check("fcntl", Kernel.host().call("fcntl", file.number(), ADD_SEALS, SEALS));
      return file;
    } catch (LinuxException failure) {
      file.close();
      throw failure;
    }
  }

  private static Descriptor create(String name, int execution) {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocateFrom(name).address();
      long result = Kernel.host().call("memfd_create", address, CLOEXEC | ALLOW_SEALING | execution);
      if (result == -Errno.EINVAL) { // the execution flags came with Linux 6.3
        result = Kernel.host().call("memfd_create", address, CLOEXEC | ALLOW_SEALING);
      }
      return Descriptor.of("memfd_create", result);
    }
  }
}
