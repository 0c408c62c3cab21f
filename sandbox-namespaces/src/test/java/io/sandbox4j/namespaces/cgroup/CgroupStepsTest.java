/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static io.sandbox4j.namespaces.Golden.assertPlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Limits;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Step;
import io.sandbox4j.namespaces.RunFixture;
import io.sandbox4j.spi.RunSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CgroupStepsTest {
  private static final CgroupChoice.Legacy LEGACY =
      new CgroupChoice.Legacy(
          Map.of(
              "memory",
              Path.of("/cg/memory/jvm"),
              "pids",
              Path.of("/cg/pids"),
              "cpuacct",
              Path.of("/cg/cpu,cpuacct"),
              "cpu",
              Path.of("/cg/cpu,cpuacct"),
              "cpuset",
              Path.of("/cg/cpuset"),
              "freezer",
              Path.of("/cg/freezer")));
  private static final CgroupChoice.Unified UNIFIED =
      new CgroupChoice.Unified(Path.of("/cg/app"), Set.of("memory", "pids", "cpu"));

  private static PlanBuilder legacy(RunSpec run) {
    PlanBuilder plan = new PlanBuilder();
    new LegacySteps(LEGACY, false, "0", false, false).contribute(run, plan);
    return plan;
  }

  private static PlanBuilder unified(RunSpec run) {
    PlanBuilder plan = new PlanBuilder();
    new UnifiedSteps(UNIFIED, false, false).contribute(run, plan);
    return plan;
  }

  /** The group is removed after these, the last of which a process of its own makes. */
  private static void assertTeardown(PlanBuilder plan, String... calls) {
    List<Step> teardown = plan.build().steps(Role.TEARDOWN);
    List<String> made = teardown.stream().map(Step::asCall).toList();
    int first = made.indexOf(calls[0]);
    assertEquals(List.of(calls), made.subList(first, first + calls.length));
    assertTrue(
        teardown.get(first + calls.length - 1).traits().contains(Step.Trait.ASIDE), made::toString);
    assertTrue(
        made.subList(first + calls.length, made.size()).stream()
            .anyMatch(call -> call.startsWith("unlinkat")),
        made::toString);
  }

  @Nested
  class On_version_1 {
    @Test
    void a_run_has_a_group_in_each_hierarchy_and_joins_by_itself() {
      assertPlan("cgroup-v1", legacy(RunFixture.defaults().single()));
    }

    @Test
    void quota_and_pinning_take_more_hierarchies() {
      assertPlan(
          "cgroup-v1-cpu",
          legacy(
              RunFixture.defaults()
                  .limits(l -> l.cpus(1.5).cpuWeight(50).pinnedCores(0, 2))
                  .single()));
    }

    @Test
    void a_command_of_a_session_has_groups_below_the_sessions() {
      RunSpec session = RunFixture.defaults().session();
      legacy(session);
      assertPlan("cgroup-v1-in-session", legacy(RunFixture.defaults().inside(session)));
    }

    @Test
    void p50_page_cache_is_let_go_of_when_too_many_groups_linger() {
      PlanBuilder plan = new PlanBuilder();
      new LegacySteps(LEGACY, false, "0", false, true)
          .contribute(RunFixture.defaults().single(), plan);
      assertTeardown(
          plan,
          "$cgroup.file = openat($cgroup.memory, \"memory.force_empty\", O_WRONLY|O_CLOEXEC)",
          "write($cgroup.file, \"0\", 1)");
    }

    @Test
    void nobody_writes_to_cgroup_procs_of_a_group_that_starts() {
      assertTrue(
          legacy(RunFixture.defaults().single()).build().steps().stream()
              .filter(step ->
                  step.role() == Role.INIT || step.role() == Role.ENTRY || step.role() == Role.SHIM)
              .noneMatch(step -> step.asCall().contains("cgroup.procs")));
    }
  }

  @Nested
  class Without_one {
    private PlanBuilder none(RunSpec run) {
      PlanBuilder plan = new PlanBuilder();
      new PreparedCgroup(new CgroupChoice.None("", ""), false, true).contribute(run, plan);
      return plan;
    }

    @Test
    void a_run_has_no_steps_for_it() {
      assertTrue(none(RunFixture.defaults().single()).build().steps().isEmpty());
    }

    @Test
    void a_command_of_a_session_is_known_by_a_namespace_of_its_own() {
      RunFixture fixture = RunFixture.defaults();
      assertPlan("no-cgroup-in-session", none(fixture.inside(fixture.session())));
    }

    @Test
    void what_a_command_leaves_running_is_not_killed() {
      RunFixture fixture = RunFixture.defaults();
      Command leaving = Command.of("server").leaveRunning();
      assertTrue(
          none(fixture.command(leaving).inside(fixture.session())).build().steps().isEmpty());
    }
  }

  @Nested
  class On_version_2 {
    @Test
    void a_run_is_cloned_into_its_group() {
      PlanBuilder plan = unified(RunFixture.defaults().single());
      assertEquals("$cgroup", String.valueOf(plan.cloneCgroup(Role.INIT)));
      assertEquals("$cgroup", String.valueOf(plan.cloneCgroup(Role.PROGRAM)));
      assertPlan("cgroup-v2", plan);
    }

    @Test
    void p50_page_cache_is_let_go_of_when_too_many_groups_linger() {
      PlanBuilder plan = new PlanBuilder();
      new UnifiedSteps(UNIFIED, false, true).contribute(RunFixture.defaults().single(), plan);
      assertTeardown(
          plan,
          "$cgroup.file = openat($cgroup, \"memory.reclaim\", O_WRONLY|O_CLOEXEC)",
          "write($cgroup.file, \"1P\", 2)");
    }

    @Test
    void a_session_has_a_leaf_for_init() {
      PlanBuilder plan = unified(RunFixture.defaults().session());
      assertEquals("$cgroup.init", String.valueOf(plan.cloneCgroup(Role.INIT)));
      assertPlan("cgroup-v2-session", plan);
    }

    @Test
    void what_a_command_leaves_running_moves_to_the_session() {
      RunSpec session = RunFixture.defaults().session();
      unified(session);
      assertPlan(
          "cgroup-v2-leave-running",
          unified(
              RunFixture.defaults()
                  .command(Command.of("/bin/server").leaveRunning())
                  .inside(session)));
    }
  }

  @Nested
  class Limits_that_nothing_enforces {
    private void check(CgroupChoice choice, Limits limits) {
      new PreparedCgroup(choice, false, false).check(limits);
    }

    @Test
    void are_refused_without_a_cgroup() {
      var none = new CgroupChoice.None("none here", "");
      for (Limits limits :
          List.of(
              Limits.DEFAULT.with(l -> l.cpus(1)),
              Limits.DEFAULT.with(l -> l.pinnedCores(0)),
              Limits.DEFAULT.with(l -> l.idleTime(Duration.ofSeconds(1))))) {
        assertThrows(IllegalArgumentException.class, () -> check(none, limits));
      }
    }

    @Test
    void are_refused_without_their_controller() {
      var failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> check(UNIFIED, Limits.DEFAULT.with(l -> l.pinnedCores(0))));
      assertTrue(String.valueOf(failure.getMessage()).contains("cpuset"));
    }
  }
}
