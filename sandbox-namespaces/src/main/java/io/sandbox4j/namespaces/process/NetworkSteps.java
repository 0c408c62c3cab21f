/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Messages;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import java.util.List;

/** What a fresh network namespace needs before a program uses it (netdevice(7)). */
final class NetworkSteps {
  /** The slot of the socket that stands in the namespace. */
  static final String SOCKET = "lo.socket";

  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int SIOCGSKNS = 0x894c;
  private static final int MADE = 2; // the word that the shim waits for
  private static final int IFF_UP_RUNNING = 0x41;
  private static final int IFREQ = 40;
  private static final int IFR_FLAGS = 16;

  private NetworkSteps() {}

  /** Switches the loopback device on. */
  static void loopback(PlanBuilder plan, Role role, Stage stage) {
    var steps = plan.at(role, stage);
    steps
        .call(
            "open a socket to configure it",
            "socket",
            value(AF_INET, "AF_INET"),
            value(SOCK_DGRAM | SOCK_CLOEXEC, "SOCK_DGRAM|SOCK_CLOEXEC"),
            value(0))
        .save(SOCKET)
        .advice(Errno.EAFNOSUPPORT, "The kernel has no IPv4.");
    Chunk request = plan.room(IFREQ, "{lo, IFF_UP|IFF_RUNNING}");
    request.put16(0, 'l' | 'o' << 8).put16(IFR_FLAGS, IFF_UP_RUNNING);
    steps.call(
        "switch the loopback device on",
        "ioctl",
        plan.saved(SOCKET),
        value(SIOCSIFFLAGS, "SIOCSIFFLAGS"),
        new Operand.Address(request, 0));
  }

  /** Takes a descriptor of the namespace (SIOCGSKNS, linux/sockios.h). */
  static void hold(PlanBuilder plan, Role role, Stage stage, String slot) {
    var steps = plan.at(role, stage);
    steps
        .call(
            "hold the namespace",
            "ioctl",
            plan.saved(SOCKET),
            value(SIOCGSKNS, "SIOCGSKNS"),
            value(0))
        .save(slot);
    steps.call("close the socket", "close", plan.saved(SOCKET)).clears();
  }

  /** Sends such descriptors to the shim. */
  static void handOver(PlanBuilder plan, Role role, Stage stage, List<String> slots) {
    Messages messages = new Messages(plan);
    messages.send(
        role,
        stage,
        "hand them over",
        plan.saved("init.end"),
        messages.word(MADE, role),
        slots.stream().map(plan::saved).toList());
  }
}
