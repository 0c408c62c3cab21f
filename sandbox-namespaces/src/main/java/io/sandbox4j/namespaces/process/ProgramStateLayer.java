/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.namespaces.Speculation;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.util.List;
import java.util.Set;

/** Resets what a program would inherit from the JVM, and keeps other tenants off its core. */
public final class ProgramStateLayer implements Layer {
  private static final int PR_SCHED_CORE = 62;
  private static final int PR_SCHED_CORE_GET = 0;

  @Override
  public String name() {
    return "program state";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.CORE_SCHEDULING);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    CoreScheduling core = coreScheduling();
    return List.of(
        new Finding("core scheduling", core.there() ? State.AVAILABLE : State.ABSENT, core.reason(), ""));
  }

  /**
   * Whether programs can be kept from sharing a core with others.
   *
   * @param there whether they can
   * @param reason why
   */
  record CoreScheduling(boolean there, String reason) {}

  /** Asks for the own cookie with a null pointer: EFAULT means that there would have been one. */
  private static CoreScheduling coreScheduling() {
    long result = Kernel.host().call("prctl", PR_SCHED_CORE, PR_SCHED_CORE_GET, 0, 0, 0);
    return switch ((int) -result) {
      case 0, Errno.EFAULT -> new CoreScheduling(true, "no other sandbox or process shares a core with a program");
      case Errno.ENODEV -> new CoreScheduling(false, "the CPUs have one thread for each core, or hide that they have two");
      default -> new CoreScheduling(false, "the kernel has no core scheduling (CONFIG_SCHED_CORE)");
    };
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    CoreScheduling core = coreScheduling();
    if (spec.required().contains(Wall.CORE_SCHEDULING) && !core.there()) {
      throw new UnsupportedHostException("no core scheduling: " + core.reason(), new HostReport(probe(host)));
    }
    Speculation speculation = Speculation.UNCHANGED;
    boolean left = false;
    if (spec.isolation() instanceof ProcessIsolation process) {
      speculation = process.option(Speculation.class).orElse(speculation);
      left = process.without().contains(Wall.CORE_SCHEDULING);
    }
    if (left) {
      core = new CoreScheduling(false, "left out, as asked for");
    }
    return new PreparedProgramState(core, speculation, host);
  }
}
