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
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.util.List;
import java.util.Set;

/**
 * Landlock behind the mounts: what the view shows read-only stays so, even if a mount flag were
 * lost. Used from ABI 2 on: before, it forbids every rename between directories, which compilers
 * need.
 */
public final class LandlockLayer implements Layer {
  private static final int CREATE_RULESET_VERSION = 1;
  private static final int LEAST = 2;

  @Override
  public String name() {
    return "landlock";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.LANDLOCK);
  }

  /** The ABI version of the running kernel, or a negative errno. */
  private static int abi() {
    return (int) Kernel.host().call("landlock_create_ruleset", 0, 0, CREATE_RULESET_VERSION);
  }

  private static String reason(int abi) {
    return switch (-abi) {
      case Errno.ENOSYS -> "the kernel was built without it";
      case Errno.EOPNOTSUPP -> "it is not among the kernel's active security modules";
      default -> abi > 0 ? "ABI " + abi : "the kernel says " + Errno.name(-abi);
    };
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    int abi = abi();
    return List.of(
        abi >= LEAST
            ? new Finding("Landlock", State.AVAILABLE, reason(abi), "")
            : new Finding(
                "Landlock",
                State.ABSENT,
                reason(abi) + "; it is used from ABI " + LEAST + " on",
                abi == -Errno.EOPNOTSUPP
                    ? "add landlock to the kernel's lsm= parameter"
                    : "use Linux 5.19 or later with CONFIG_SECURITY_LANDLOCK"));
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    int abi = abi();
    if (spec.isolation() instanceof ProcessIsolation process
        && process.without().contains(Wall.LANDLOCK)) {
      return new PreparedLandlock(0, "left out, as asked for");
    }
    if (abi < LEAST) {
      if (spec.required().contains(Wall.LANDLOCK)) {
        throw new UnsupportedHostException(
            "no Landlock: " + reason(abi), new HostReport(probe(host)));
      }
      return new PreparedLandlock(0, reason(abi));
    }
    return new PreparedLandlock(abi, reason(abi));
  }
}
