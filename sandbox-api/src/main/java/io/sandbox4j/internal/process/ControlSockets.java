/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.LOAD32;

import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;

/** The socket pairs between the shim and the processes of a launch. */
final class ControlSockets {
  static final int O_CLOEXEC = 0x80000;

  private ControlSockets() {}

  /** Makes a pair in the shim: its own end, and the end of a process that is cloned later. */
  static void pair(PlanBuilder plan, Stage stage, String shimEnd, String childEnd) {
    var steps = plan.at(Role.SHIM, stage);
    Chunk pair = plan.room(8, "{" + shimEnd + ", " + childEnd + "}");
    steps.call(
        "make the control socket " + shimEnd,
        "socketpair",
        Operand.value(1, "AF_UNIX"),
        Operand.value(5 | O_CLOEXEC, "SOCK_SEQPACKET|SOCK_CLOEXEC"),
        Operand.value(0),
        new Operand.Address(pair, 0));
    steps.does("take its first end", LOAD32, new Operand.Address(pair, 0)).saveDescriptor(shimEnd);
    steps
        .does("take its second end", LOAD32, new Operand.Address(pair, 4))
        .saveDescriptor(childEnd);
  }
}
