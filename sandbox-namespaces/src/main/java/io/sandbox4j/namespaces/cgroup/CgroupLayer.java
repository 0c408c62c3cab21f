/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.Limits;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.namespaces.Cgroup;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Limits and figures of all processes of a run together. */
public final class CgroupLayer implements Layer {

  @Override
  public String name() {
    return "cgroup";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.CGROUP_LIMITS);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    CgroupChoice choice = named(List.of());
    return List.of(
        switch (choice) {
          case CgroupChoice.Legacy legacy ->
              new Finding(
                  "cgroup",
                  State.AVAILABLE,
                  "version 1, below " + legacy.parents().get("memory"),
                  "");
          case CgroupChoice.Unified unified ->
              new Finding(
                  "cgroup",
                  State.AVAILABLE,
                  "version 2, below " + unified.parent() + " with " + unified.controllers(),
                  "");
          case CgroupChoice.None none ->
              new Finding("cgroup", State.MISSING, none.reason(), none.fix());
        });
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    CgroupChoice choice = choose(spec);
    if (choice instanceof CgroupChoice.None none) {
      boolean accepted = spec.rlimitSubstitute() || leavesOut(spec) || unlimited(spec.limits());
      if (!accepted || spec.required().contains(Wall.CGROUP_LIMITS)) {
        throw new UnsupportedHostException(
            "no usable cgroup for the limits of memory, tasks and CPU time: "
                + none.reason()
                + ". To fix it, "
                + none.fix(),
            new HostReport(probe(host)));
      }
    } else {
      new CgroupSweep(CgroupSweep.thisHost()).sweep(parents(choice));
    }
    boolean killsByCgroup =
        spec.isolation() instanceof ProcessIsolation process
            && process.without().contains(Wall.PID_NAMESPACE);
    if (killsByCgroup && choice instanceof CgroupChoice.None none) {
      throw new IllegalArgumentException(
          "without(PID_NAMESPACE) is refused where there is no cgroup ("
              + none.reason()
              + "): nothing could end all processes of a program");
    }
    var prepared = new PreparedCgroup(choice, killsByCgroup, spec.rlimitSubstitute());
    prepared.check(spec.limits());
    return prepared;
  }

  /**
   * Whether rlimits stand in for cgroups.
   *
   * @param spec what was asked for
   * @param host facts about the host
   */
  public static boolean rlimitsStandIn(SandboxSpec spec, HostFacts host) {
    return spec.rlimitSubstitute() && choose(spec) instanceof CgroupChoice.None;
  }

  private static boolean leavesOut(SandboxSpec spec) {
    return spec.isolation() instanceof ProcessIsolation process
        && process.without().contains(Wall.CGROUP_LIMITS);
  }

  private static boolean unlimited(Limits limits) {
    return limits.memory().isUnlimited()
        && limits.tasks() == Long.MAX_VALUE
        && limits.cpuTime().equals(Limits.UNLIMITED);
  }

  private static CgroupChoice choose(SandboxSpec spec) {
    if (leavesOut(spec)) {
      return new CgroupChoice.None("left out, as asked for", "");
    }
    return named(
        spec.isolation() instanceof ProcessIsolation process ? process.options() : List.of());
  }

  private static CgroupChoice named(List<?> options) {
    OwnCgroups own = OwnCgroups.read();
    CgroupSearch search = new CgroupSearch(own, CgroupFiles.host());
    for (Object option : options) {
      if (option instanceof Cgroup cgroup) {
        return switch (cgroup) {
          case Cgroup.Under(Path parent) -> search.under(parent);
          case Cgroup.BesideTheJvm() -> new LeafForTheJvm(own, CgroupFiles.host()).move(search);
        };
      }
    }
    String property = System.getProperty(Cgroup.PROPERTY, "");
    return property.isEmpty() ? search.find() : search.under(Path.of(property));
  }

  static Collection<Path> parents(CgroupChoice choice) {
    return switch (choice) {
      case CgroupChoice.Legacy legacy -> legacy.parents().values();
      case CgroupChoice.Unified unified -> List.of(unified.parent());
      case CgroupChoice.None _ -> List.of();
    };
  }
}
