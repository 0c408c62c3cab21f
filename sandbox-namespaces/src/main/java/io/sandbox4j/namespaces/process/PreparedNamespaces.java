/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.Network;
import io.sandbox4j.WallState;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
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
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int IFF_UP_RUNNING = 0x41;
  private static final int IFREQ = 40;
  private static final int IFR_FLAGS = 16;

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
    if (!run.makesSandbox()) {
      return;
    }
    plan.cloneFlags(Role.INIT, flags(AT_CLONE));
    network(plan);
    others(plan);
    Set<Namespace> unshared = EnumSet.complementOf(EnumSet.copyOf(AT_CLONE));
    run.note(new Unshared(flags(unshared)));
  }

  private long flags(Set<Namespace> wanted) {
    return kinds.stream().filter(wanted::contains).mapToLong(Namespace::flag).sum();
  }

  /**
   * The network namespace takes as long to make as all else together. It holds nothing that belongs
   * to an id, so init makes it while the shim is still writing the id maps.
   */
  private void network(PlanBuilder plan) {
    if (!kinds.contains(Namespace.NETWORK)) {
      return;
    }
    var init = plan.at(Role.INIT, Stage.PREPARE);
    unshare(init, "make a network namespace of its own", EnumSet.of(Namespace.NETWORK));
    init.call(
            "open a socket to configure it",
            "socket",
            value(AF_INET, "AF_INET"),
            value(SOCK_DGRAM | SOCK_CLOEXEC, "SOCK_DGRAM|SOCK_CLOEXEC"),
            value(0))
        .save("lo.socket")
        .advice(Errno.EAFNOSUPPORT, "The kernel has no IPv4.");
    Chunk request = plan.room(IFREQ, "{lo, IFF_UP|IFF_RUNNING}");
    request.put16(0, 'l' | 'o' << 8).put16(IFR_FLAGS, IFF_UP_RUNNING);
    init.call(
        "switch the loopback device on",
        "ioctl",
        plan.saved("lo.socket"),
        value(SIOCSIFFLAGS, "SIOCSIFFLAGS"),
        new Operand.Address(request, 0));
  }

  /** After the attach to the cgroups: a cgroup namespace shows where its maker stood. */
  private void others(PlanBuilder plan) {
    Set<Namespace> wanted = EnumSet.of(Namespace.IPC, Namespace.UTS, Namespace.CGROUP);
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

  private static void unshare(PlanBuilder.Place init, String label, Set<Namespace> wanted) {
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
