/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page cache of files on disk keeps of a run after its end. */
@Slow
@SandboxSuite
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageCacheTest {
  private static final int RUNS = 400;

  /** 64 may linger, they are counted every 64 launches, and others use this host. */
  private static final int MOST_LINGERING = 250;

  private static final int GUEST_OWNER = 1000;

  @TempDir private Path workspace;

  private Sandbox open() throws IOException {
    if (Files.getAttribute(workspace, "unix:uid").equals(0)) {
      Files.setAttribute(workspace, "unix:uid", GUEST_OWNER);
    }
    return Sandboxes.withCgroup().bind(workspace, "/w").build();
  }

  /** Memory cgroups that were removed and yet exist in the kernel. */
  private static long lingering() throws IOException {
    if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
      return number(Path.of("/sys/fs/cgroup/cgroup.stat"), "nr_dying_descendants", 1);
    }
    long visible;
    try (Stream<Path> all =
        Files.find(Path.of("/sys/fs/cgroup/memory"), 16, (_, a) -> a.isDirectory())) {
      visible = all.count();
    } catch (UncheckedIOException vanished) {
      return lingering();
    }
    return number(Path.of("/proc/cgroups"), "memory", 2) - visible;
  }

  private static long number(Path file, String word, int column) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split("\\s+", -1))
        .filter(columns -> columns[0].equals(word))
        .mapToLong(columns -> Long.parseLong(columns[column]))
        .findFirst()
        .orElseThrow();
  }

  private static void run(Sandbox box, String script) throws InterruptedException {
    try (SandboxResult result = box.run(Command.shell(script))) {
      assertTrue(result.ok(), () -> result + result.stderr().text());
    }
  }

  @Test
  void p50_does_not_let_removed_memory_cgroups_pile_up() throws Exception {
    try (Sandbox box = open()) {
      long before = lingering();
      for (int i = 0; i < RUNS; i++) {
        run(box, "echo some text > /w/%d && sync /w/%d".formatted(i, i));
      }
      long more = lingering() - before;
      assertTrue(more < MOST_LINGERING, RUNS + " runs left " + more + " memory cgroups");
    }
    assertEquals(RUNS, workspace.toFile().list().length);
  }
}
