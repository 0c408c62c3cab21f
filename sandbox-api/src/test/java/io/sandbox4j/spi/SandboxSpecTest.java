/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Root;
import io.sandbox4j.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxSpecTest {
  private static final FileView CACHE = tmpfs("/cache");

  private static FileView tmpfs(String at) {
    return new FileView.Tmpfs(GuestPath.absolute(at), Size.mib(1), 0);
  }

  private static SandboxSpec spec(List<FileView> views, Map<String, String> environment) {
    return new SandboxSpec(
        Root.hostSystem(),
        views,
        Limits.DEFAULT,
        Network.none(),
        Isolation.process(),
        environment,
        Set.of(),
        "h",
        1,
        2,
        GuestPath.WORK,
        Set.of(),
        false,
        false,
        false);
  }

  @Test
  void copies_what_it_is_given() {
    List<FileView> views = new ArrayList<>(List.of(CACHE));
    Map<String, String> environment = new HashMap<>(Map.of("A", "1"));
    SandboxSpec spec = spec(views, environment);
    views.clear();
    environment.put("A", "2");
    assertEquals(List.of(CACHE), spec.views());
    assertEquals(Map.of("A", "1"), spec.environment());
  }

  @Test
  void grows_by_what_one_run_adds() {
    SandboxSpec spec = spec(List.of(CACHE), Map.of());
    assertSame(spec, spec.plus(List.of()));
    assertEquals(List.of(CACHE, tmpfs("/more")), spec.plus(List.of(tmpfs("/more"))).views());
  }

  @Test
  void a_run_mounts_nothing_over_the_sandboxs_mounts() {
    SandboxSpec spec = spec(List.of(CACHE), Map.of());
    FileView over =
        new FileView.BindWritable(Path.of("/srv"), GuestPath.absolute("/cache"), List.of());
    String message =
        assertThrows(IllegalArgumentException.class, () -> spec.plus(List.of(over))).getMessage();
    assertTrue(message.contains("/cache"), message);
  }
}
