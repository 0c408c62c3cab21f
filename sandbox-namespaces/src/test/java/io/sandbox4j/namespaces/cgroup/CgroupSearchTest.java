/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CgroupSearchTest {
  private static final Path TOP = Path.of("/cg");
  private final FakeCgroupFiles files = new FakeCgroupFiles();

  private CgroupChoice find(OwnCgroups own) {
    return new CgroupSearch(own, files).find();
  }

  private static OwnCgroups unified(String path) {
    return new OwnCgroups(Map.of(), Path.of(path), TOP);
  }

  @Nested
  class On_version_2 {
    @Test
    void siblings_of_the_jvm_are_fine_where_the_parent_is_delegated() {
      files
          .group("/cg/app/jvm", "memory pids cpu", "")
          .group("/cg/app", "memory pids cpu", "memory pids cpu");
      assertEquals(
          new CgroupChoice.Unified(Path.of("/cg/app"), Set.of("memory", "pids", "cpu")),
          find(unified("/cg/app/jvm")));
    }

    @Test
    void p51_the_jvms_own_cgroup_cannot_enable_controllers_and_is_not_asked_to() {
      files.group("/cg/jvm", "memory pids", "").group("/cg", "memory pids", "memory pids");
      files.readOnly.add(Path.of("/cg/cgroup.procs"));
      var none = assertInstanceOf(CgroupChoice.None.class, find(unified("/cg/jvm")));
      assertTrue(none.reason().contains("/cg/jvm holds the JVM"), none.reason());
      assertEquals(List.of(), files.written);
    }

    @Test
    void the_root_cgroup_may_hold_processes_and_enable_controllers() {
      files
          .file("/cg/cgroup.controllers", "memory", "pids", "cpu")
          .file("/cg/cgroup.subtree_control");
      assertEquals(
          new CgroupChoice.Unified(TOP, Set.of("memory", "pids", "cpu")), find(unified("/cg")));
      assertEquals(
          List.of(
              "/cg/cgroup.subtree_control +memory",
              "/cg/cgroup.subtree_control +pids",
              "/cg/cgroup.subtree_control +cpu"),
          files.written);
    }

    @Test
    void a_parent_with_other_processes_refuses_and_the_reason_says_so() {
      files.group("/cg/a/jvm", "memory pids", "").group("/cg/a", "memory pids", "");
      files.refusing.add(Path.of("/cg/a/cgroup.subtree_control"));
      files.readOnly.add(Path.of("/cg/cgroup.procs"));
      var none = assertInstanceOf(CgroupChoice.None.class, find(unified("/cg/a/jvm")));
      assertTrue(
          none.reason().contains("children of /cg/a cannot have controllers"), none.reason());
    }

    @Test
    void a_named_parent_is_the_only_one_looked_at() {
      files.group("/cg/x", "memory pids", "memory pids");
      var choice = new CgroupSearch(unified("/cg/jvm"), files).under(Path.of("/cg/x"));
      assertEquals(new CgroupChoice.Unified(Path.of("/cg/x"), Set.of("memory", "pids")), choice);
    }
  }

  @Nested
  class On_version_1 {
    private final Map<String, Path> all =
        Map.of(
            "memory",
            Path.of("/m"),
            "pids",
            Path.of("/p"),
            "cpuacct",
            Path.of("/c"),
            "freezer",
            Path.of("/f"));

    @Test
    void groups_are_made_below_the_jvms_own() {
      assertEquals(new CgroupChoice.Legacy(all), find(new OwnCgroups(all, null, null)));
    }

    @Test
    void a_v2_hierarchy_without_controllers_beside_it_does_not_matter() {
      files.group("/cg", "hugetlb", "");
      assertEquals(new CgroupChoice.Legacy(all), find(new OwnCgroups(all, TOP, TOP)));
    }

    @Test
    void a_read_only_hierarchy_is_named() {
      files.readOnly.add(Path.of("/p"));
      var none = assertInstanceOf(CgroupChoice.None.class, find(new OwnCgroups(all, null, null)));
      assertEquals("/p is not writable", none.reason());
      assertTrue(none.fix().contains("systemd-run --user --scope"));
    }

    @Test
    void an_optional_controller_that_is_read_only_is_left_out() {
      files.readOnly.add(Path.of("/f"));
      var legacy =
          assertInstanceOf(CgroupChoice.Legacy.class, find(new OwnCgroups(all, null, null)));
      assertEquals(Set.of("memory", "pids", "cpuacct"), legacy.parents().keySet());
    }
  }
}
