/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Size;
import io.sandbox4j.spi.FileView;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  private final Layout layout =
      new Layout(new Skeleton().add(new RootEntry.Bind("usr", Path.of("/usr"), true)));

  LayoutTest() {
    layout.add(new FileView.BindWritable(Path.of("/home/w"), new GuestPath("/w"), List.of()));
    layout.add(new FileView.Tmpfs(new GuestPath("/w/cache"), Size.mib(1), 0));
    layout.add(new FileView.BindReadOnly(Path.of("/data"), new GuestPath("/tmp/data"), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "/data, ROOT",
    "/usr/local, HOST",
    "/usr2, ROOT",
    "/work/a, FRESH",
    "/tmp/a, FRESH",
    "/tmp/data/x, HOST",
    "/w/a, WORKSPACE",
    "/w/cache/a, WORKSPACE",
    "/proc/1, KERNEL",
    "/dev/shm/a, FRESH",
    "/dev/x, KERNEL"
  })
  void the_deepest_mount_decides(String path, Layout.Ground ground) {
    assertEquals(ground, layout.of(new GuestPath(path)));
  }
}
