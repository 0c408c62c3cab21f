/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupSweepTest {
  private final CgroupSweep sweep =
      new CgroupSweep(
          new CgroupSweep.Host() {
            @Override
            public String boot() {
              return "0123abcd";
            }

            @Override
            public String pidNamespace() {
              return "4026531836";
            }

            @Override
            public String startOf(String pid) {
              return pid.equals("77") ? "1234" : "";
            }
          });

  @Test
  void the_groups_of_a_live_shim_stay() {
    assertFalse(sweep.isOrphan("sandbox4j-0123abcd-4026531836-77-1234-5"));
  }

  @Test
  void p9_those_of_a_dead_shim_are_orphans() {
    assertTrue(sweep.isOrphan("sandbox4j-0123abcd-4026531836-78-1234-5"));
  }

  @Test
  void a_pid_that_was_used_again_is_another_process() {
    assertTrue(sweep.isOrphan("sandbox4j-0123abcd-4026531836-77-1233-5"));
  }

  @Test
  void nothing_survives_a_boot() {
    assertTrue(sweep.isOrphan("sandbox4j-ffffffff-4026531836-77-1234-5"));
  }

  @Test
  void another_pid_namespace_cannot_be_judged_from_here() {
    assertFalse(sweep.isOrphan("sandbox4j-0123abcd-4026532000-78-1-5"));
  }

  @Test
  void other_names_are_not_ours() {
    assertFalse(sweep.isOrphan("sandbox4j-jvm"));
    assertFalse(sweep.isOrphan("docker"));
  }

  @Test
  void an_orphan_goes_with_its_children(@TempDir Path parent) throws IOException {
    Path orphan = parent.resolve("sandbox4j-0123abcd-4026531836-78-1234-5");
    Files.createDirectories(orphan.resolve("init"));
    Path alive = Files.createDirectory(parent.resolve("sandbox4j-0123abcd-4026531836-77-1234-5"));
    assertEquals(List.of(orphan), sweep.sweep(List.of(parent)));
    assertTrue(Files.exists(alive));
    assertFalse(Files.exists(orphan));
  }
}
