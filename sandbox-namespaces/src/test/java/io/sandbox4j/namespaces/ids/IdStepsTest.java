/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import static io.sandbox4j.namespaces.Golden.assertPlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Step;
import io.sandbox4j.namespaces.RunFixture;
import io.sandbox4j.spi.RunSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdStepsTest {
  private static final Identity BLOCK =
      new Identity(
          Identity.Kind.BLOCK, 0x80000, 0x80000, 1000, 1000, 0x80000 + 1000, 0x80000 + 1000);

  private static PlanBuilder plan(Identity identity, int size, RunSpec run) {
    PlanBuilder plan = new PlanBuilder();
    new IdSteps(plan, identity, size).contribute(run);
    return plan;
  }

  @Test
  void as_root_a_block_is_mapped_and_every_process_leaves_host_id_0() {
    assertPlan("ids-block", plan(BLOCK, 65_536, RunFixture.defaults().single()));
  }

  @Test
  void an_ordinary_user_maps_his_own_id() {
    Identity single = new Identity(Identity.Kind.SINGLE, 1234, 1235, 1000, 1000, 1234, 1235);
    assertPlan("ids-single", plan(single, 1, RunFixture.defaults().ordinaryUser().single()));
  }

  @Test
  void without_a_user_namespace_host_ids_are_used_as_they_are() {
    Identity plain =
        new Identity(
            Identity.Kind.UNMAPPED, 0x80000, 0x80000, 1000, 1000, 0x80000 + 1000, 0x80000 + 1000);
    assertPlan("ids-unmapped", plan(plain, 65_536, RunFixture.defaults().single()));
  }

  @Test
  void p1_init_is_nobody_on_the_host_before_it_makes_a_namespace_or_a_mount() {
    List<Step> init = plan(BLOCK, 65_536, RunFixture.defaults().single()).build().steps(Role.INIT);
    assertTrue(
        init.stream()
            .anyMatch(step ->
                step.asCall().equals("setresuid(0, 0, 0)") && step.stage() == Stage.INNER_ROOT));
    assertTrue(Stage.INNER_ROOT.compareTo(Stage.NAMESPACES) < 0);
    assertTrue(Stage.INNER_ROOT.compareTo(Stage.ROOT_FILESYSTEM) < 0);
  }

  @Test
  void p1_the_user_namespace_belongs_to_an_id_of_the_sandbox_and_not_to_root() {
    assertEquals(
        BLOCK.base(), plan(BLOCK, 65_536, RunFixture.defaults().single()).cloneOwner(Role.INIT));
  }

  @Test
  void p16_streams_belong_to_the_programs_user() {
    List<Step> shim = plan(BLOCK, 65_536, RunFixture.defaults().single()).build().steps(Role.SHIM);
    assertTrue(
        shim.stream().anyMatch(step -> step.asCall().equals("fchown(@stdout, 525288, 525288)")));
  }
}
