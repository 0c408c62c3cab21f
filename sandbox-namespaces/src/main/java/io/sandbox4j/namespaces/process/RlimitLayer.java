/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.namespaces.cgroup.CgroupLayer;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Resource limits of each process, and no core dumps. */
public final class RlimitLayer implements Layer {

  @Override
  public String name() {
    return "rlimits";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.NO_CORE_DUMPS);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    return List.of(
        switch (dumps(limits())) {
          case CoreDumps.Suppressed _ ->
              new Finding("core dumps", State.AVAILABLE, "no core dump leaves a sandbox", "");
          case CoreDumps.ReachTheHost(String reason, String fix) ->
              new Finding("core dumps", State.ABSENT, reason, fix);
        });
  }

  private static CoreDumps dumps(HostRlimits host) {
    return CoreDumps.of(host.of(Rlimit.CORE), Sysctl.text("kernel/core_pattern"));
  }

  private static HostRlimits limits() {
    return HostRlimits.parse(read("/proc/self/limits"));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    HostRlimits limits = limits();
    String reached =
        switch (dumps(limits)) {
          case CoreDumps.Suppressed _ -> "";
          case CoreDumps.ReachTheHost(String reason, String fix) -> {
            if (spec.required().contains(Wall.NO_CORE_DUMPS)) {
              throw new UnsupportedHostException(reason + "; " + fix, new HostReport(probe(host)));
            }
            yield reason;
          }
        };
    boolean substitute = CgroupLayer.rlimitsStandIn(spec, host);
    var prepared = new PreparedRlimits(limits, substitute, reached);
    prepared.check(spec.limits());
    return prepared;
  }
}
