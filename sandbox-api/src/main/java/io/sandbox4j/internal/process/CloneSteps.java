/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static io.sandbox4j.launch.Action.Special.CLONE;
import static io.sandbox4j.launch.Action.Special.LOAD32;
import static io.sandbox4j.launch.Action.Special.STORE64;

import io.sandbox4j.internal.linux.CloneFlags;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.launch.Stand;
import java.util.List;

/** The clone3 of one of a launch's processes (clone(2), {@code struct clone_args}). */
final class CloneSteps {
  /** The child's parent is the caller's: the program is waited on by the shim. */
  static final long CLONE_PARENT = 0x8000;

  static final int SIGCHLD = 17;
  private static final long CLONE_PIDFD = 0x1000;
  private static final long CLONE_INTO_CGROUP = 0x2_0000_0000L;
  private static final int ARGUMENTS = 88;
  private static final String NO_USER_NAMESPACE =
      "User namespaces are forbidden here: allow them (kernel.unprivileged_userns_clone=1,"
          + " kernel.apparmor_restrict_unprivileged_userns=0 or an AppArmor profile for java with 'userns,'),"
          + " or start the JVM as root.";

  private final PlanBuilder plan;

  CloneSteps(PlanBuilder plan) {
    this.plan = plan;
  }

  /** Adds the clone; {@code <name>.pid} and {@code <name>.pidfd} hold what it gives. */
  void add(
      Role by,
      Stage stage,
      String label,
      Role role,
      long flags,
      int signal,
      String name,
      List<Stand> stands) {
    var steps = plan.at(by, stage);
    long all = flags | plan.cloneFlags(role) | CLONE_PIDFD;
    Operand cgroup = plan.cloneCgroup(role);
    if (cgroup != null) {
      all |= CLONE_INTO_CGROUP;
    }
    Chunk pidfd = plan.room(8, name + ".pidfd");
    Chunk arguments = plan.room(ARGUMENTS, "{" + CloneFlags.names(all) + "}");
    arguments.put64(0, all).pointer(8, pidfd).put64(32, signal);
    if (cgroup != null) {
      steps.does("start it inside its cgroup", STORE64, new Operand.Address(arguments, 80), cgroup);
    }
    steps
        .does(
            label,
            CLONE,
            Operand.value(role.number(), role.name()),
            new Operand.Address(arguments, 0),
            Operand.value(ARGUMENTS),
            stands.isEmpty() ? Operand.value(0) : new Operand.Address(plan.stands(stands), 0),
            Operand.value(stands.size()),
            owner(role))
        .save(name + ".pid")
        .advice(Errno.EPERM, NO_USER_NAMESPACE)
        .advice(Errno.EACCES, NO_USER_NAMESPACE)
        .advice(Errno.ENOSPC, "A limit of namespaces is reached: raise user.max_user_namespaces.")
        .advice(Errno.EUSERS, "User namespaces are nested too deep, or their limit is reached.");
    steps
        .does("hold a descriptor of it", LOAD32, new Operand.Address(pidfd, 0))
        .saveDescriptor(name + ".pidfd");
  }

  private Operand owner(Role role) {
    long owner = plan.cloneOwner(role);
    return owner == 0 ? Operand.value(0) : Operand.value(owner, "in the name of " + owner);
  }
}
