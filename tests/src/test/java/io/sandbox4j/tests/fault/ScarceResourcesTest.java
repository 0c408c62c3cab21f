/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.Delegated;
import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that runs out of descriptors, of file size, of processes: clear refusals, nothing left. */
@SandboxSuite
class ScarceResourcesTest {
  private static String scarce(String how, String... state) throws InterruptedException {
    Sandboxes.withCgroup().build().close();
    List<String> command = new ArrayList<>(List.of(Victims.path("limited").toString()));
    command.addAll(List.of(state));
    command.add("--");
    return OwnJvm.of(Scarce.class, how)
        .within(command.toArray(String[]::new))
        .flags("-XX:-MaxFDLimit", "-XX:-UsePerfData")
        .run();
  }

  private static void assertRefused(String because, String said) {
    assertTrue(said.contains(because), said);
    assertTrue(said.endsWith("nothing left, and the next one ran"), said);
  }

  @Slow
  @ParameterizedTest
  @ValueSource(strings = {"64", "256"})
  void a_hard_limit_of_descriptors_that_is_too_low_is_named(String most)
      throws InterruptedException {
    String said = scarce("first", "files", most);
    assertTrue(said.contains("ulimit -Hn") && said.endsWith("nothing left"), said);
  }

  @Slow
  @ParameterizedTest
  @ValueSource(strings = {"64", "256"})
  void descriptors_that_run_out_while_sandboxes_live_refuse_the_next(String most)
      throws InterruptedException {
    assertRefused("EMFILE", scarce("many", "softfiles", most));
  }

  @Slow
  @Test
  void descriptors_that_run_out_at_any_point_of_a_launch_refuse_it() throws InterruptedException {
    assertRefused("EMFILE", scarce("files", "softfiles", "200"));
  }

  /** The shim does not fit, or just the plan. */
  @Slow
  @ParameterizedTest
  @ValueSource(strings = {"4096", "20000"})
  void memory_files_that_may_not_grow_refuse_the_launch(String most) throws InterruptedException {
    String said = scarce("first", "filesize", most);
    assertTrue(said.contains("EFBIG") && said.endsWith("nothing left"), said);
  }

  /** The JVM itself takes some thirty threads; sandboxes are counted in groups below this one. */
  private static void assertFewProcessesRefuse(Path group, Path join) throws Exception {
    Files.writeString(group.resolve("pids.max"), "90");
    assertRefused("EAGAIN", scarce("many", "join", join.toString()));
  }

  @Test
  void a_limit_of_processes_of_the_jvms_cgroup_refuses_the_next() throws Exception {
    Path pids = Path.of("/sys/fs/cgroup/pids");
    if (!Files.isWritable(pids) || !Files.exists(pids.resolve("cgroup.procs"))) {
      limitOfProcessesInTheUnifiedHierarchy();
      return;
    }
    Path group = Files.createDirectory(pids.resolve("scarce-" + ProcessHandle.current().pid()));
    try {
      assertFewProcessesRefuse(group, group.resolve("tasks"));
    } finally {
      remove(group);
    }
  }

  /** There the JVM needs a leaf of its own, and its sandboxes are counted beside it. */
  private static void limitOfProcessesInTheUnifiedHierarchy() throws Exception {
    try (Delegated group = Delegated.make("scarce-" + ProcessHandle.current().pid())) {
      Path leaf = Files.createDirectory(group.at().resolve("main"));
      Path has = group.at().resolve("cgroup.controllers");
      for (String controller : Files.readString(has).strip().split(" ", -1)) {
        Files.writeString(group.at().resolve("cgroup.subtree_control"), "+" + controller);
      }
      assertFewProcessesRefuse(group.at(), leaf.resolve("cgroup.procs"));
    }
  }

  private static void remove(Path group) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        Files.delete(group);
        return;
      } catch (IOException busy) {
        if (i == 100) {
          throw busy;
        }
        Thread.sleep(50);
      }
    }
  }
}
