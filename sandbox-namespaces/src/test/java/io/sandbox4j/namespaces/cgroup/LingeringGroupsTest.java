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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LingeringGroupsTest {
  private final AtomicLong lingering = new AtomicLong();
  private final LingeringGroups groups = new LingeringGroups(lingering::get);

  @Test
  void a_few_may_stay() {
    lingering.set(LingeringGroups.MOST);
    assertFalse(groups.count());
  }

  @Test
  void p50_more_are_too_many() {
    lingering.set(LingeringGroups.MOST + 1);
    assertTrue(groups.count());
  }

  @Test
  void are_counted_again_after_some_launches() {
    assertFalse(groups.count());
    lingering.set(LingeringGroups.MOST + 1);
    for (int i = 1; i < LingeringGroups.LAUNCHES_BETWEEN_COUNTS; i++) {
      assertFalse(groups.count());
    }
    assertTrue(groups.count());
  }

  @Test
  void of_others_that_no_run_of_ours_adds_to_cost_us_one_period() {
    lingering.set(1000);
    assertTrue(next());
    for (int i = 0; i < 100; i++) {
      lingering.set(1000 + i * 7 % LingeringGroups.MOST); // some are on their way out
      assertFalse(next());
    }
  }

  @Test
  void p50_of_our_own_are_bounded_however_long_it_goes_on() {
    long most = 0;
    for (int i = 0; i < 10_000; i++) {
      if (!next()) {
        most = lingering.addAndGet(LingeringGroups.LAUNCHES_BETWEEN_COUNTS);
      }
    }
    assertTrue(most < 30 * LingeringGroups.LAUNCHES_BETWEEN_COUNTS, "linger: " + most);
  }

  @Test
  void that_have_gone_make_room() {
    lingering.set(LingeringGroups.MOST + 1);
    assertTrue(next());
    lingering.set(LingeringGroups.MOST);
    assertFalse(next());
  }

  /** What is said to the launches of the next period. */
  private boolean next() {
    boolean said = groups.count();
    for (int i = 1; i < LingeringGroups.LAUNCHES_BETWEEN_COUNTS; i++) {
      assertEquals(said, groups.count());
    }
    return said;
  }

  @Test
  void the_kernels_count_is_a_column_of_a_table(@TempDir Path folder) throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("cgroups"),
            "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t3\t1\nmemory\t4\t33\t1\n");
    assertEquals(33, LingeringGroups.number(table, "memory", 2));
    assertEquals(0, LingeringGroups.number(table, "rdma", 2));
  }

  @Test
  void those_that_can_be_seen_are_directories(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.createFile(folder.resolve("cgroup.procs"));
    assertEquals(3, LingeringGroups.directories(folder));
  }
}
