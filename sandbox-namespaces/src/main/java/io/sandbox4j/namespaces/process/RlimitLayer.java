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
  private static final String PIPE =
      "a crash of a program starts the host's core handler (kernel.core_pattern is a pipe), because the"
          + " JVM's hard RLIMIT_CORE is 0 and only the value 1 suppresses it";
  private static final String PIPE_FIX =
      "start the JVM with a hard RLIMIT_CORE of 1 or more (systemd: LimitCORE=1, docker: --ulimit core=1), or"
          + " set kernel.core_pattern to a file name";

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
        dumpsReachTheHost(limits())
            ? new Finding("core dumps", State.ABSENT, PIPE, PIPE_FIX)
            : new Finding("core dumps", State.AVAILABLE, "no core dump leaves a sandbox", ""));
  }

  private static boolean dumpsReachTheHost(HostRlimits host) {
    return host.of(Rlimit.CORE) == 0 && Sysctl.text("kernel/core_pattern").startsWith("|");
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
    boolean dumps = dumpsReachTheHost(limits);
    if (dumps && spec.required().contains(Wall.NO_CORE_DUMPS)) {
      throw new UnsupportedHostException(PIPE + "; " + PIPE_FIX, new HostReport(probe(host)));
    }
    boolean substitute = CgroupLayer.rlimitsStandIn(spec, host);
    var prepared = new PreparedRlimits(limits, substitute, dumps ? PIPE : "");
    prepared.check(spec.limits());
    return prepared;
  }
}
