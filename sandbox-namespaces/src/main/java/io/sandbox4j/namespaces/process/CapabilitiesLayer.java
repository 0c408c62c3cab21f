/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Wall;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.util.List;
import java.util.Set;

/** No capability for init and the program, none to be had by any execve. */
public final class CapabilitiesLayer implements Layer {
  private static final int LAST_OF_5_14 = 40;

  @Override
  public String name() {
    return "capabilities";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.CAPABILITIES, Wall.NO_NEW_PRIVS);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    return List.of();
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    Set<Wall> without =
        spec.isolation() instanceof ProcessIsolation process ? process.without() : Set.of();
    for (Wall wall : walls()) {
      if (without.contains(wall)) {
        throw new IllegalArgumentException(
            "without(" + wall + ") is refused: the seccomp filter and every other wall rest on it");
      }
    }
    return new PreparedCapabilities(last());
  }

  private static int last() {
    return (int) Sysctl.number("kernel/cap_last_cap").orElse(LAST_OF_5_14);
  }
}
