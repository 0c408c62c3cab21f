/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.namespaces.Golden.assertPlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Danger;
import io.sandbox4j.Limits;
import io.sandbox4j.Network;
import io.sandbox4j.Size;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.namespaces.RunFixture;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.Unshared;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProcessLayersTest {
  private static final HostRlimits HOST =
      HostRlimits.parse(
          """
          Limit                     Soft Limit           Hard Limit           Units
          Max stack size            8388608              unlimited            bytes
          Max core file size        0                    unlimited            bytes
          Max open files            1024                 4096                 files
          Max locked memory         65536                65536                bytes
          """);

  private static PlanBuilder plan(PreparedLayer layer, RunSpec run) {
    PlanBuilder plan = new PlanBuilder();
    layer.contribute(run, plan);
    return plan;
  }

  @Nested
  class Namespaces {
    private PlanBuilder all(RunFixture fixture, EnumSet<Namespace> kinds) {
      return plan(new PreparedNamespaces(kinds, fixture.spec()), fixture.single());
    }

    @Test
    void those_that_others_rest_on_come_with_the_clone() {
      PlanBuilder plan = all(RunFixture.defaults(), EnumSet.allOf(Namespace.class));
      // User, mount, pid, time; ipc and uts because the shim enters them for the program's clone.
      assertEquals(
          0x1000_0000L | 0x2_0000 | 0x2000_0000 | 0x80 | 0x800_0000 | 0x400_0000,
          plan.cloneFlags(Role.INIT));
      assertPlan("namespaces", plan);
    }

    @Test
    void each_can_be_left_out() {
      for (Namespace kind : Namespace.values()) {
        EnumSet<Namespace> others = EnumSet.complementOf(EnumSet.of(kind));
        RunFixture fixture = RunFixture.defaults();
        RunSpec run = fixture.single();
        PlanBuilder plan = plan(new PreparedNamespaces(others, fixture.spec()), run);
        long made = plan.cloneFlags(Role.INIT) | run.noted(Unshared.class).orElseThrow().flags();
        assertEquals(0, made & kind.flag(), kind.name());
      }
    }

    @Test
    void the_host_network_is_an_absent_wall() {
      RunFixture fixture =
          RunFixture.defaults().network(Network.host(Danger.SHARES_THE_HOST_NETWORK));
      var layer =
          new PreparedNamespaces(
              EnumSet.complementOf(EnumSet.of(Namespace.NETWORK)), fixture.spec());
      assertTrue(
          layer.walls().stream().anyMatch(w -> w.wall() == Wall.NETWORK_NAMESPACE && !w.inForce()));
    }
  }

  @Nested
  class Rlimits {
    @Test
    void a_program_gets_what_its_limits_say() {
      assertPlan(
          "rlimits", plan(new PreparedRlimits(HOST, false, ""), RunFixture.defaults().single()));
    }

    @Test
    void p14_only_1_suppresses_a_piped_core_handler() {
      var plan = plan(new PreparedRlimits(HOST, false, ""), RunFixture.defaults().single()).build();
      assertTrue(
          plan.steps(Role.PROGRAM).stream()
              .anyMatch(s -> s.asCall().equals("prlimit64(0, RLIMIT_CORE, {1, 1}, NULL)")));
    }

    @Test
    void p14_a_hard_limit_of_0_with_a_piped_handler_is_a_named_missing_wall() {
      WallState wall =
          new PreparedRlimits(HOST, false, "a crash starts the host's core handler")
              .walls()
              .getFirst();
      assertEquals(
          new WallState(Wall.NO_CORE_DUMPS, false, "a crash starts the host's core handler"), wall);
    }

    @Test
    void p10_substitutes_stand_in_for_a_cgroup() {
      RunSpec run = RunFixture.defaults().single();
      run.note(new Identity(Identity.Kind.SINGLE, 1234, 1235, 1000, 1000, 1234, 1235));
      assertPlan("rlimits-substitute", plan(new PreparedRlimits(HOST, true, ""), run));
    }

    @Test
    void a_limit_above_the_hosts_names_both_values() {
      var failure =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new PreparedRlimits(HOST, false, "")
                      .check(Limits.DEFAULT.with(l -> l.openFiles(5000))));
      assertEquals(
          "openFiles 5000 is above the hard limit of this host, 4096 (RLIMIT_NOFILE)",
          failure.getMessage());
    }

    @Test
    void locked_memory_is_cut_to_what_the_host_has() {
      RunSpec run = RunFixture.defaults().limits(l -> l.locked(Size.mib(1))).single();
      var plan = plan(new PreparedRlimits(HOST, false, ""), run).build();
      assertTrue(
          plan.steps(Role.PROGRAM).stream()
              .anyMatch(
                  s -> s.asCall().equals("prlimit64(0, RLIMIT_MEMLOCK, {65536, 65536}, NULL)")));
    }
  }

  @Nested
  class Capabilities {
    @Test
    void init_and_the_program_end_without_any() {
      assertPlan("capabilities", plan(new PreparedCapabilities(2), RunFixture.defaults().single()));
    }

    @Test
    void a_session_has_no_program_yet() {
      var plan = plan(new PreparedCapabilities(40), RunFixture.defaults().session()).build();
      assertEquals(List.of(), plan.steps(Role.PROGRAM));
    }
  }

  @Nested
  class Landlock {
    @Test
    void what_is_shown_read_only_stays_so() {
      FileView workspace =
          new FileView.BindWritable(Path.of("/"), new io.sandbox4j.GuestPath("/w"), List.of());
      assertPlan(
          "landlock",
          plan(new PreparedLandlock(2, "ABI 2"), RunFixture.defaults().views(workspace).single()));
    }

    @Test
    void an_absent_one_adds_nothing() {
      var layer = new PreparedLandlock(0, "the kernel was built without it");
      assertEquals(List.of(), plan(layer, RunFixture.defaults().single()).build().steps());
      assertEquals(
          List.of(new WallState(Wall.LANDLOCK, false, "the kernel was built without it")),
          layer.walls());
    }

    @Test
    void no_abi_grants_a_device_to_be_made() {
      for (int abi = 2; abi <= 7; abi++) {
        assertEquals(
            0,
            LandlockRights.writing(abi) & (LandlockRights.MAKE_CHAR | LandlockRights.MAKE_BLOCK),
            "ABI " + abi);
      }
    }
  }

  @Nested
  class Program_state {
    private PreparedProgramState layer(boolean there) {
      return new PreparedProgramState(
          new WallState(Wall.CORE_SCHEDULING, there, ""),
          new WallState(Wall.SPECULATION_CONTROL, there, ""),
          List.of(SpeculationControl.values()));
    }

    @Test
    void p13_what_the_jvm_has_is_reset() {
      assertPlan("program-state", plan(layer(true), RunFixture.defaults().single()));
    }

    @Test
    void a_host_without_the_controls_gets_fewer_steps() {
      assertPlan("program-state-plain", plan(layer(false), RunFixture.defaults().single()));
    }
  }
}
