/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.seccomp.OwnProcessFilters;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.Unshared;
import java.util.List;

/** The whole plan of a run, as the engine makes it, from layers of a test's choice. */
public final class FixedPlan {
  private FixedPlan() {}

  /**
   * The plan.
   *
   * @param run what is launched
   * @param layers in the engine's order
   */
  public static LaunchPlan of(RunSpec run, List<PreparedLayer> layers) {
    layers.forEach(layer -> {
      int _ = layer.way(); // as the engine asks before each launch
    });
    LaunchPlan plan = Launches.plan(run, layers, new OwnProcessFilters());
    if (run.kind() == RunSpec.Kind.SESSION) { // as EngineSession notes it for its commands
      long flags = run.noted(LaunchSkeleton.CloneFlags.class).orElseThrow().flags();
      long unshared = run.noted(Unshared.class).map(Unshared::flags).orElse(0L);
      run.note(new LaunchSkeleton.SessionSlots(plan.slots(), flags | unshared));
    }
    return plan;
  }
}
