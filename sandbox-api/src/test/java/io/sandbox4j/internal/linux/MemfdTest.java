/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemfdTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private Descriptor file = Memfd.data("test", CONTENT);

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void stands_at_the_start_of_its_content() {
    byte[] read = new byte[100];
    long size = Transfers.read(file.number(), read, 0, read.length);
    assertEquals("content", new String(read, 0, (int) size, UTF_8));
  }

  @Test
  void longer_than_one_write_is_whole() {
    file.close();
    byte[] big = new byte[(3 << 20) + 1];
    big[big.length - 1] = 9;
    file = Memfd.data("test", big);
    assertEquals(big.length, FileStatus.of(Kernel.host(), file).size());
    byte[] last = new byte[1];
    assertEquals(1, Transfers.readAt(file.number(), last, 0, 1, big.length - 1L));
    assertEquals(9, last[0]);
  }

  @Nested
  class Sealed {
    @Test
    void cannot_be_written() {
      assertEquals(-Errno.EPERM, Transfers.write(file.number(), CONTENT, 0, 1));
    }

    @Test
    void cannot_be_cut() {
      assertEquals(-Errno.EPERM, Files.host().ftruncate(file.number(), 0));
    }

    @Test
    void cannot_be_unsealed_by_opening_it_again() {
      long again =
          Files.host().openat(Uapi.AT_FDCWD, "/proc/self/fd/" + file.number(), Uapi.O_RDWR, 0);
      try (Descriptor writable = Descriptor.of("openat", again)) {
        assertEquals(-Errno.EPERM, Transfers.write(writable.number(), CONTENT, 0, 1));
      }
    }

    /** Seals against a change of mode came with Linux 6.3. */
    @Test
    void keeps_its_execute_bits() {
      try (Descriptor program = Memfd.executable("test", CONTENT)) {
        long seals = Kernel.host().call("fcntl", program.number(), Uapi.F_GET_SEALS);
        assumeTrue((seals & RecentUapi.F_SEAL_EXEC) != 0, "the kernel has no F_SEAL_EXEC");
        assertEquals(-Errno.EPERM, Files.host().fchmod(program.number(), 0));
      }
    }
  }
}
