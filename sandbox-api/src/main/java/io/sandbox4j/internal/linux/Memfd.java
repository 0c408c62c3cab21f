/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.lang.foreign.Arena;

/** Anonymous memory files (memfd_create(2)) whose content nobody can change any more. */
public final class Memfd {
  private static final int FLAGS = Uapi.MFD_CLOEXEC | Uapi.MFD_ALLOW_SEALING;
  private static final int SEALS =
      Uapi.F_SEAL_SEAL | Uapi.F_SEAL_SHRINK | Uapi.F_SEAL_GROW | Uapi.F_SEAL_WRITE;

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
    return sealed(name, content, RecentUapi.MFD_EXEC);
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
    return sealed(name, content, RecentUapi.MFD_NOEXEC_SEAL);
  }

  /**
   * A file of data without seals, which take a call: for a reader that is one of us, and that
   * nobody else gets.
   *
   * @param name what /proc shows
   * @param content its bytes
   * @return the descriptor, at the start of the file
   * @throws LinuxException if the host is out of memory or descriptors
   */
  public static Descriptor unsealed(String name, byte[] content) {
    return filled(name, content, RecentUapi.MFD_NOEXEC_SEAL);
  }

  /**
   * An empty file of data that is not sealed: for contents on their way to a process of our own.
   *
   * @param name what /proc shows
   * @return the descriptor
   * @throws LinuxException if the host is out of memory or descriptors
   */
  public static Descriptor growing(String name) {
    return create(name, RecentUapi.MFD_NOEXEC_SEAL);
  }

  private static Descriptor sealed(String name, byte[] content, int execution) {
    Descriptor file = filled(name, content, execution);
    try {
      LinuxException.check("fcntl", seal(file));
      return file;
    } catch (LinuxException failure) {
      file.close();
      throw failure;
    }
  }

  private static Descriptor filled(String name, byte[] content, int execution) {
    Descriptor file = create(name, execution);
    try {
      Transfers.fill(file.number(), content);
      return file;
    } catch (LinuxException failure) {
      file.close();
      throw failure;
    }
  }

  private static long seal(Descriptor file) {
    // Without the seal on the execute bits, whoever reaches the file through /proc/PID/exe could
    // take
    // them away, and no later start would succeed.
    int all = SEALS | RecentUapi.F_SEAL_EXEC;
    long result = Kernel.host().call("fcntl", file.number(), Uapi.F_ADD_SEALS, all);
    return result == -Errno.EINVAL // that seal came with Linux 6.3
        ? Kernel.host().call("fcntl", file.number(), Uapi.F_ADD_SEALS, SEALS)
        : result;
  }

  private static Descriptor create(String name, int execution) {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocateFrom(name).address();
      long result = Kernel.host().call("memfd_create", address, FLAGS | execution);
      if (result == -Errno.EINVAL) { // the execution flags came with Linux 6.3
        result = Kernel.host().call("memfd_create", address, FLAGS);
      }
      return Descriptor.of("memfd_create", result);
    }
  }
}
