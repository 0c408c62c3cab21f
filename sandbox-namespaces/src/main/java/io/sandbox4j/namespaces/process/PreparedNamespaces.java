/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Network;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.Ahead;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.RunSpec;
import io.sandbox4j.spi.SandboxSpec;
import io.sandbox4j.spi.Unshared;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the namespaces of each run. */
final class PreparedNamespaces implements PreparedLayer {
  private static final Set<Namespace> AT_CLONE =
      EnumSet.of(Namespace.USER, Namespace.MOUNT, Namespace.PID, Namespace.TIME);

  private final Set<Namespace> kinds;
  private final SandboxSpec spec;

  PreparedNamespaces(Set<Namespace> kinds, SandboxSpec spec) {
    this.kinds = EnumSet.copyOf(kinds);
    this.spec = spec;
  }

  @Override
  public List<WallState> walls() {
    List<WallState> walls = new ArrayList<>();
    for (Namespace kind : Namespace.values()) {
      String why =
          kind == Namespace.NETWORK && spec.network() instanceof Network.Host
              ? "the program uses the host's network, as asked for"
              : "left out, as asked for";
      boolean stands = kinds.contains(kind);
      walls.add(new WallState(kind.wall(), stands, stands ? "a fresh one for each run" : why));
    }
    return walls;
  }

  @Override
  public void contribute(RunSpec run, PlanBuilder plan) {
    if (run.entering() == Role.PROGRAM && run.kind() != RunSpec.Kind.SESSION) {
      ownCgroups(run, plan);
    }
    if (!run.makesSandbox()) {
      return;
    }
    Set<Namespace> atClone = EnumSet.copyOf(AT_CLONE);
    if (run.entering() == Role.PROGRAM) {
      atClone.addAll(EnumSet.of(Namespace.IPC, Namespace.UTS)); // the shim enters them for a moment
    }
    if (kinds.contains(Namespace.NETWORK) && !run.hasPreparedNetwork()) {
      network(plan);
    }
    plan.cloneFlags(Role.INIT, flags(atClone));
    Set<Namespace> later = EnumSet.complementOf(EnumSet.copyOf(atClone));
    later.remove(Namespace.NETWORK);
    if (run.entering() == Role.PROGRAM) {
      later.remove(Namespace.CGROUP); // the program makes its own
    }
    others(plan, later);
    later.add(Namespace.NETWORK);
    run.note(new Unshared(flags(later)));
  }

  @Override
  public boolean allowsAhead(Ahead what, RunSpec run) {
    return switch (what) {
      case ROOT -> kinds.containsAll(EnumSet.of(Namespace.USER, Namespace.MOUNT, Namespace.PID));
      case NETWORK -> kinds.contains(Namespace.NETWORK);
    };
  }

  @Override
  public void makeAhead(Ahead what, RunSpec run, PlanBuilder plan) {
    switch (what) {
      case ROOT ->
          plan.cloneFlags(
              Role.INIT, flags(EnumSet.of(Namespace.USER, Namespace.MOUNT, Namespace.PID)));
      case NETWORK -> {
        List<String> held = new ArrayList<>();
        for (int i = 0; i < what.atOnce(); i++) {
          network(plan);
          held.add("net." + i);
          NetworkSteps.hold(plan, Role.INIT, Stage.PREPARE, "net." + i);
        }
        NetworkSteps.handOver(plan, Role.INIT, Stage.PREPARE, held);
      }
    }
  }

  private long flags(Set<Namespace> wanted) {
    return kinds.stream().filter(wanted::contains).mapToLong(Namespace::flag).sum();
  }

  /** Its root is the program's own cgroup, which it has joined by then. */
  private void ownCgroups(RunSpec run, PlanBuilder plan) {
    if (kinds.contains(Namespace.CGROUP)) {
      unshare(
          plan.at(Role.PROGRAM, run.clonesProgramEarly() ? Stage.LATE_CGROUP : Stage.NAMESPACES),
          "see no cgroup but its own",
          EnumSet.of(Namespace.CGROUP));
    }
  }

  /**
   * The network namespace takes as long to make as all else together. It holds nothing that belongs
   * to an id, so init makes it while the shim is still writing the id maps.
   */
  private void network(PlanBuilder plan) {
    var init = plan.at(Role.INIT, Stage.PREPARE);
    unshare(init, "make a network namespace of its own", EnumSet.of(Namespace.NETWORK));
    NetworkSteps.loopback(plan, Role.INIT, Stage.PREPARE);
  }

  /** After the attach to the cgroups: a cgroup namespace shows where its maker stood. */
  private void others(PlanBuilder plan, Set<Namespace> later) {
    Set<Namespace> wanted = EnumSet.copyOf(later);
    wanted.retainAll(kinds);
    var init = plan.at(Role.INIT, Stage.NAMESPACES);
    if (!wanted.isEmpty()) {
      String names = wanted.stream().map(Namespace::file).collect(Collectors.joining(", "));
      unshare(init, "make namespaces of its own: " + names, wanted);
    }
    if (kinds.contains(Namespace.UTS)) {
      byte[] name = spec.hostname().getBytes(StandardCharsets.UTF_8);
      init.call("set the host name", "sethostname", plan.text(spec.hostname()), value(name.length));
    }
  }

  static void unshare(PlanBuilder.Place init, String label, Set<Namespace> wanted) {
    long flags = wanted.stream().mapToLong(Namespace::flag).sum();
    String shown = wanted.stream().map(Namespace::flagName).collect(Collectors.joining("|"));
    init.call(label, "unshare", value(flags, shown))
        .advice(
            Errno.ENOSPC,
            "A limit of namespaces is reached: raise "
                + wanted.stream()
                    .map(kind -> "user." + kind.bound())
                    .collect(Collectors.joining(", "))
                + ".")
        .advice(
            Errno.EPERM,
            "Namespaces are forbidden here: AppArmor, SELinux or a container's seccomp profile.");
  }
}
