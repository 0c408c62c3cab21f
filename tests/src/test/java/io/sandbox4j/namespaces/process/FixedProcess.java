/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.Network;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.namespaces.Speculation;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.util.EnumSet;
import java.util.List;

/** The layers of the process over a kernel that has everything. */
public final class FixedProcess {
  private static final HostRlimits RLIMITS =
      HostRlimits.parse(
          """
          Limit                     Soft Limit           Hard Limit           Units
          Max stack size            8388608              unlimited            bytes
          Max core file size        0                    unlimited            bytes
          Max open files            1024                 524288               files
          Max locked memory         65536                65536                bytes
          """);
  private static final int LAST_CAPABILITY = 40;
  private static final int LANDLOCK_ABI = 4;

  private FixedProcess() {}

  /** Namespaces of every kind that the request does not leave out. */
  public static PreparedLayer namespaces(SandboxSpec spec) {
    EnumSet<Namespace> kinds = EnumSet.allOf(Namespace.class);
    if (spec.network() instanceof Network.Host) {
      kinds.remove(Namespace.NETWORK);
    }
    return new PreparedNamespaces(kinds, spec);
  }

  /** The rest, in the order of the module. */
  public static List<PreparedLayer> others(SandboxSpec spec, HostFacts host) {
    boolean restricted =
        spec.isolation() instanceof ProcessIsolation process
            && process.option(Speculation.class).isPresent();
    return List.of(
        new PreparedProgramState(
            new WallState(Wall.CORE_SCHEDULING, true, ""),
            new WallState(Wall.SPECULATION_CONTROL, restricted, ""),
            List.of(SpeculationControl.values())),
        new PreparedRlimits(RLIMITS, spec.rlimitSubstitute(), ""),
        new PreparedCapabilities(LAST_CAPABILITY),
        new PreparedLandlock(LANDLOCK_ABI, "ABI " + LANDLOCK_ABI));
  }
}
