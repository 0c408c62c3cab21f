/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P44: what isolate-check-environment checks. */
class HostCheckTest {
  @TempDir private Path root;

  private void has(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Finding of(String subject) {
    List<Finding> all = new HostCheck(root).findings();
    return all.stream()
        .filter(f -> f.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(subject + " is not among " + all));
  }

  private static void assertAdvice(Finding finding) {
    assertAll(
        () -> assertEquals(State.ADVICE, finding.state(), finding::toString),
        () -> assertFalse(finding.fix().isEmpty(), finding::toString));
  }

  private static void assertFine(Finding finding) {
    assertEquals(State.AVAILABLE, finding.state(), finding::toString);
  }

  @Test
  void p44_swap_is_told() throws IOException {
    String head = "Filename Type Size Used Priority\n";
    has("proc/swaps", head + "/dev/sda2 partition 4194300 0 -2\n");
    assertAdvice(of("swap"));
    has("proc/swaps", head);
    assertFine(of("swap"));
  }

  @Test
  void p44_huge_pages_are_told() throws IOException {
    String file = "sys/kernel/mm/transparent_hugepage/enabled";
    has(file, "[always] madvise never\n");
    assertAdvice(of("transparent huge pages"));
    has(file, "always [madvise] never\n");
    assertFine(of("transparent huge pages"));
  }

  @Test
  void p40_huge_pages_of_memfds_are_told() throws IOException {
    has(
        "sys/kernel/mm/transparent_hugepage/shmem_enabled",
        "always within_size advise [never] deny force\n");
    assertAdvice(of("huge pages of shared memory"));
  }

  @Test
  void p44_hyperthreads_are_told() throws IOException {
    has("sys/devices/system/cpu/smt/active", "1\n");
    assertAdvice(of("hyperthreads"));
    has("sys/devices/system/cpu/smt/active", "0\n");
    assertFine(of("hyperthreads"));
  }

  @Test
  void p44_the_governor_of_every_cpu_counts() throws IOException {
    has("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    assertFine(of("CPU frequency"));
    has("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
    Finding mixed = of("CPU frequency");
    assertAll(() -> assertAdvice(mixed), () -> assertTrue(mixed.reason().contains("powersave")));
  }

  @Test
  void p44_address_randomisation_is_told() throws IOException {
    has("proc/sys/kernel/randomize_va_space", "2\n");
    assertTrue(of("address randomisation").reason().contains("on"));
    has("proc/sys/kernel/randomize_va_space", "0\n");
    assertTrue(of("address randomisation").reason().contains("off"));
  }

  @Test
  void a_host_that_tells_nothing_is_no_error() {
    assertEquals(
        List.of("swap"), new HostCheck(root).findings().stream().map(Finding::subject).toList());
  }
}
