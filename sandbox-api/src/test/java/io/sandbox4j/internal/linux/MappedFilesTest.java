/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.MappedFiles.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedFilesTest {
  private static final String LIST =
      """
      55e0c0000000-55e0c0001000 r--p 00000000 08:01 1234                       /usr/bin/a b
      55e0c0001000-55e0c0003000 r-xp 00001000 08:01 1234                       /usr/bin/a b
      7f0000000000-7f0000001000 rw-p 00000000 00:00 0\s
      7f0000001000-7f0000002000 r-xp 00000000 00:01 99                         /memfd:x (deleted)
      7f0000002000-7f0000003000 r-xp 00000000 00:01 98                         /tmp/a\\012b\u001b[2Jc
      7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
      ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
      """;

  private static Found in(String list, long address) throws IOException {
    return MappedFiles.in(new ByteArrayInputStream(list.getBytes(UTF_8)), address, 1 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "55e0c0000000, /usr/bin/a b, 0",
    "55e0c0001fff, /usr/bin/a b, 1fff",
    "55e0c0003000, '', 0",
    "7f0000000010, '', 0",
    "7f0000001010, /memfd:x (deleted), 10",
    "7f0000002000, /tmp/a\\012b\\x1b[2Jc, 0",
    "7ffc00000000, '', 0",
    "ffffffffff600000, '', 0",
    "0, '', 0",
  })
  void tell_file_and_offset(String address, String path, String offset) throws IOException {
    Found found = in(LIST, Long.parseUnsignedLong(address, 16));
    assertEquals(path, found.path());
    assertEquals(Long.parseLong(offset, 16), found.offset());
  }

  @Test
  void have_no_line_that_is_too_long_or_broken() throws IOException {
    String longest = "1000-2000 r-xp 0 08:01 1   /" + "x".repeat(100_000) + "\n";
    assertEquals(512, in(longest, 0x1000).path().length());
    assertEquals("", in("zz-- - - -\n\n-\n1000-2000\n1000-2000 r-xp", 0x1000).path());
  }

  @Test
  void are_looked_for_no_further_than_asked() throws IOException {
    Found found =
        MappedFiles.in(new ByteArrayInputStream(LIST.getBytes(UTF_8)), 0x7f0000001010L, 100);
    assertEquals("", found.path());
    assertEquals(100, found.bytesRead());
  }

  /** As the kernel itself tells of a file with such a name. */
  @Test
  void whose_names_are_hostile_are_told_as_one_line(@TempDir Path folder) throws IOException {
    Path hostile = folder.resolve("a\n7f00-8000 r-xp 0 0:0 1 fake (deleted)\u001b[2J");
    Files.write(hostile, new byte[] {1});
    try (Descriptor file = open(hostile)) {
      long at =
          LinuxException.check("mmap", Kernel.host().call("mmap", 0, 4096, 1, 2, file.number(), 0));
      Found found = MappedFiles.of((int) ProcessHandle.current().pid(), at + 7, 1 << 20);
      assertEquals(7, found.offset());
      assertEquals(folder + "/a\\0127f00-8000 r-xp 0 0:0 1 fake (deleted)\\x1b[2J", found.path());
      Kernel.host().call("munmap", at, 4096);
    }
  }

  private static Descriptor open(Path path) {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      return Descriptor.of("openat", Kernel.host().call("openat", -100, name, 0, 0));
    }
  }

  @Test
  void of_nobody_are_not_there() {
    Found found = MappedFiles.of(Integer.MAX_VALUE, 0x1000, 1 << 20);
    assertTrue(found.path().isEmpty());
  }
}
