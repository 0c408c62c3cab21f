/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.Delegated;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Victims;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A JVM in a cgroup v2 subtree that is its user's own. */
@SandboxSuite
class DelegationTest {

  @Nested
  class A_jvm_in_a_cgroup_that_has_it_alone {
    @Test
    void p51_is_not_moved_unless_it_asks_for_that() throws Exception {
      try (Delegated group = Delegated.make("p51-defaults")) {
        String name = "/" + group.at().getFileName();
        String said = OtherJvm.in(group.enter(), OtherJvm.Attempt.DEFAULTS);
        assertAll(
            said,
            () -> assertTrue(said.contains("runs under 0::")),
            () -> assertTrue(said.lines().anyMatch(l -> l.matches("JVM under 0::.*" + name))));
      }
    }

    @Test
    void p51_goes_into_a_leaf_when_it_asks_for_that() throws Exception {
      try (Delegated group = Delegated.make("p51-beside")) {
        String name = "/" + group.at().getFileName();
        String said = OtherJvm.in(group.enter(), OtherJvm.Attempt.BESIDE_THE_JVM);
        assertAll(
            said,
            () ->
                assertTrue(
                    said.lines()
                        .anyMatch(
                            l -> l.matches("runs under 0::.*" + name + "/sandbox4j-[0-9a-f].*"))),
            () ->
                assertTrue(
                    said.lines()
                        .anyMatch(l -> l.matches("JVM under 0::.*" + name + "/sandbox4j-jvm"))));
      }
    }

    @Test
    void p51_is_told_what_to_do_where_its_own_cgroup_is_named() throws Exception {
      try (Delegated group = Delegated.make("p51-under")) {
        String said = OtherJvm.in(group.enter(), OtherJvm.Attempt.UNDER_ITS_OWN);
        assertAll(
            said,
            () -> assertTrue(said.contains("holds the JVM")),
            () -> assertTrue(said.contains("Cgroup.besideTheJvm()")),
            () -> assertTrue(said.contains("systemd-run --user --scope -p Delegate=yes")));
      }
    }
  }

  @Nested
  class The_kernel {
    @Test
    void p8_gives_a_process_cloned_into_a_cgroup_its_namespace_with_that_as_root()
        throws Exception {
      try (Delegated group = Delegated.make("p8")) {
        assertEquals("0::/", cloneInto(group.at()));
      }
    }

    private static String cloneInto(Path group) throws Exception {
      Process clone =
          new ProcessBuilder(Victims.path("cloneinto").toString(), group.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(clone.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, clone.waitFor(), said);
      return said.lines().filter(line -> line.startsWith("0:")).findFirst().orElse(said);
    }
  }

  @Test
  void the_cgroups_of_sandboxes_are_below_the_delegated_one() throws Exception {
    try (Delegated group = Delegated.make("below")) {
      String said = OtherJvm.in(group.enter(), OtherJvm.Attempt.DEFAULTS);
      String parent = "/" + Path.of("/sys/fs/cgroup").relativize(group.at().getParent());
      assertTrue(said.contains("runs under 0::" + parent + "/sandbox4j-"), said);
      assertTrue(Files.exists(group.at()));
    }
  }
}
