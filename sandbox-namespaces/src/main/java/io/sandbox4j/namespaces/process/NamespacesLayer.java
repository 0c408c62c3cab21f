/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.Network;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Namespaces of every kind, the host name, and the loopback device of a fresh network namespace.
 */
public final class NamespacesLayer implements Layer {

  @Override
  public String name() {
    return "namespaces";
  }

  @Override
  public Set<Wall> walls() {
    return Arrays.stream(Namespace.values()).map(Namespace::wall).collect(Collectors.toSet());
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    List<Finding> findings = new ArrayList<>();
    for (Namespace kind : Namespace.values()) {
      findings.add(find(kind, host));
    }
    return findings;
  }

  private static Finding find(Namespace kind, HostFacts host) {
    String subject = kind.file() + " namespace";
    if (!Files.exists(Path.of("/proc/self/ns/" + kind.file()))) {
      return new Finding(
          subject,
          State.MISSING,
          "the kernel was built without it",
          "use a kernel with CONFIG_"
              + (kind == Namespace.MOUNT
                  ? "NAMESPACES"
                  : kind.wall()
                      .name()
                      .replace("WORK_NAMESPACE", "_NS")
                      .replace("_NAMESPACE", "_NS")));
    }
    if (Sysctl.number("user/" + kind.bound()).orElse(1) == 0) {
      return new Finding(
          subject,
          State.MISSING,
          "user." + kind.bound() + " is 0",
          "sysctl -w user." + kind.bound() + "=10000");
    }
    if (kind == Namespace.USER && !host.privileged()) {
      if (Sysctl.number("kernel/unprivileged_userns_clone").orElse(1) == 0) {
        return new Finding(
            subject,
            State.MISSING,
            "ordinary users may not make user namespaces here",
            "sysctl -w kernel.unprivileged_userns_clone=1, or run the JVM as root");
      }
      if (Sysctl.number("kernel/apparmor_restrict_unprivileged_userns").orElse(0) == 1) {
        return new Finding(
            subject,
            State.ADVICE,
            "AppArmor restricts user namespaces of programs without a profile",
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or load an AppArmor profile with 'userns,'"
                + " for the java binary or for an installed copy of the shim (system property io.sandbox4j.shim)");
      }
    }
    return new Finding(subject, State.AVAILABLE, "the kernel has it", "");
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    Set<Wall> without =
        spec.isolation() instanceof ProcessIsolation process ? process.without() : Set.of();
    if (without.contains(Wall.MOUNT_NAMESPACE)) {
      throw new IllegalArgumentException(
          "without(MOUNT_NAMESPACE) is refused: the sandbox's mounts would be the host's");
    }
    Set<Namespace> kinds = EnumSet.allOf(Namespace.class);
    kinds.removeIf(kind -> without.contains(kind.wall()));
    if (spec.network() instanceof Network.Host) {
      kinds.remove(Namespace.NETWORK);
    }
    for (Namespace kind : kinds) {
      Finding finding = find(kind, host);
      if (finding.state() == HostReport.State.MISSING) {
        throw new UnsupportedHostException(
            "no " + finding.subject() + ": " + finding.reason() + ". " + finding.fix(),
            new HostReport(probe(host)));
      }
    }
    return new PreparedNamespaces(kinds, spec);
  }
}
