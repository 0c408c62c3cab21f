/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnCgroupsTest {
  @Test
  void v1_with_a_hierarchy_for_each_controller() {
    var own =
        OwnCgroups.parse(
            """
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime shared:7 - cgroup cgroup rw,pids
            """,
            "8:pids:/\n4:memory:/jvm/one\n");
    assertEquals(
        Map.of(
            "memory",
            Path.of("/sys/fs/cgroup/memory/jvm/one"),
            "pids",
            Path.of("/sys/fs/cgroup/pids")),
        own.legacy());
    assertNull(own.unified());
  }

  @Test
  void v1_with_controllers_mounted_together() {
    var own =
        OwnCgroups.parse(
            "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n",
            "3:cpu,cpuacct:/a\n");
    assertEquals(Path.of("/sys/fs/cgroup/cpu,cpuacct/a"), own.legacy().get("cpu"));
    assertEquals(Path.of("/sys/fs/cgroup/cpu,cpuacct/a"), own.legacy().get("cpuacct"));
  }

  @Test
  void v2_alone() {
    var own =
        OwnCgroups.parse(
            "26 20 0:23 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n",
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-u1.scope\n");
    assertEquals(
        Path.of(
            "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/run-u1.scope"),
        own.unified());
    assertEquals(Path.of("/sys/fs/cgroup"), own.unifiedTop());
    assertTrue(own.legacy().isEmpty());
  }

  @Test
  void hybrid() {
    var own =
        OwnCgroups.parse(
            """
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """,
            "9:name=systemd:/\n4:memory:/x\n0::/y\n");
    assertEquals(Path.of("/sys/fs/cgroup/memory/x"), own.legacy().get("memory"));
    assertEquals(Path.of("/sys/fs/cgroup/unified/y"), own.unified());
  }

  @Test
  void a_container_sees_only_its_part_of_a_hierarchy() {
    var own =
        OwnCgroups.parse(
            "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
            "4:memory:/docker/abc/inner\n");
    assertEquals(Path.of("/sys/fs/cgroup/memory/inner"), own.legacy().get("memory"));
  }

  @Test
  void a_cgroup_outside_the_mount_is_taken_for_its_top() {
    var own =
        OwnCgroups.parse(
            "26 20 0:23 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "0::/../../other\n");
    assertEquals(Path.of("/sys/fs/cgroup"), own.unified());
  }

  @Test
  void blanks_in_paths_are_escaped_in_octal() {
    var own = OwnCgroups.parse("26 20 0:23 / /sys/fs/c\\040g rw - cgroup2 cgroup2 rw\n", "0::/\n");
    assertEquals(Path.of("/sys/fs/c g"), own.unified());
  }
}
