/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel tells about the process and its host. */
class HostFactsCallsTest {
  @Test
  void credentials_are_those_in_proc() throws IOException {
    Credentials self = Credentials.current(Kernel.host());
    assertEquals(status("Uid:").get(1), Integer.toUnsignedString(self.uid()));
    assertEquals(status("Gid:").get(1), Integer.toUnsignedString(self.gid()));
    assertEquals(status("Groups:"), self.groups().stream().map(Integer::toUnsignedString).toList());
    assertEquals(self.uid() == 0, self.isRoot());
  }

  @Test
  void a_limit_is_the_one_in_proc() throws IOException {
    Rlimits.Limit limit = Rlimits.get(Kernel.host(), Uapi.RLIMIT_NOFILE);
    String line =
        java.nio.file.Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(text -> text.startsWith("Max open files"))
            .findFirst()
            .orElseThrow();
    List<String> words = List.of(line.split("\\s+"));
    assertEquals(words.get(3), Long.toUnsignedString(limit.soft()));
    assertEquals(words.get(4), Long.toUnsignedString(limit.hard()));
  }

  @Test
  void a_file_system_is_known_by_its_number() {
    assertEquals(Uapi.PROC_SUPER_MAGIC, FileSystemType.of(Kernel.host(), "/proc"));
    assertEquals(-Errno.ENOENT, FileSystemType.of(Kernel.host(), "/proc/none"));
  }

  @Test
  void the_clock_only_goes_forward() {
    long before = Clock.monotonicNanos(Kernel.host());
    assertTrue(before > 0);
    assertTrue(Clock.monotonicNanos(Kernel.host()) >= before);
  }

  @Test
  void a_descriptor_of_another_process_can_be_copied() {
    try (Descriptor self = Processes.host().open((int) ProcessHandle.current().pid());
        Descriptor file = Memfd.data("mine", new byte[3]);
        Descriptor copy = Processes.host().take(self, file.number())) {
      assertEquals(3, FileStatus.of(Kernel.host(), copy).size());
    }
  }

  private static List<String> status(String key) throws IOException {
    String line =
        java.nio.file.Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith(key))
            .findFirst()
            .orElseThrow();
    String values = line.substring(key.length()).strip();
    return values.isEmpty() ? List.of() : List.of(values.split("\\s+"));
  }
}
