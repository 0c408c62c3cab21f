/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.AT_FDCWD;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;
import java.nio.file.Path;

/**
 * Trees of the host that the caller named. They are taken hold of early, with the rights of the
 * JVM's user, for later init is nobody who could enter a private directory. Their descriptors wait
 * in a table in the plan, for a plan has few slots.
 */
final class HostSources {
  private static final String SLOT = "root.source";
  private static final int ENTRY = 8;

  private final PlanBuilder plan;
  private final Chunk table;
  private int taken;

  HostSources(PlanBuilder plan, int most) {
    this.plan = plan;
    this.table = plan.room(Math.max(1, most) * ENTRY, "<trees>");
  }

  /** Takes hold of a tree; what comes back names it to {@link #attach}. */
  int take(Path source) {
    int index = taken++;
    var init = plan.at(Role.INIT, Stage.SOURCES);
    init.call(
            "take hold of " + source,
            "open_tree",
            AT_FDCWD,
            plan.text(source.toString()),
            value(
                Mounts.OPEN_TREE_CLONE | Mounts.O_CLOEXEC | Mounts.AT_RECURSIVE,
                "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE"))
        .save(SLOT)
        .advice(Errno.ENOENT, "There is no " + source + " on this host any more.")
        .advice(Errno.EACCES, "The JVM's user may not reach " + source + ".")
        .advice(Errno.EINVAL, source + " is on a mount that cannot be bound.");
    init.does(
        "note it",
        Action.Special.STORE32,
        new Operand.Address(table, index * ENTRY),
        plan.saved(SLOT));
    return index;
  }

  /**
   * Mounts a tree.
   *
   * @param index which
   * @param target a path in our own tmpfs, where no link can mislead
   * @param set {@code MOUNT_ATTR_*}
   */
  void attach(Assembly assembly, int index, String target, long set) {
    load(assembly, index, target, set);
    assembly.call(
        "show it as " + target.substring("root".length()),
        "move_mount",
        plan.saved(SLOT),
        plan.text(""),
        AT_FDCWD,
        plan.text(target),
        value(Mounts.MOVE_MOUNT_F_EMPTY_PATH, "MOVE_MOUNT_F_EMPTY_PATH"));
  }

  /** The same on a target that is held by a descriptor. */
  void attachTo(Assembly assembly, int index, String name, Operand target, long set) {
    load(assembly, index, name, set);
    assembly.call(
        "show it as " + name,
        "move_mount",
        plan.saved(SLOT),
        plan.text(""),
        target,
        plan.text(""),
        value(
            Mounts.MOVE_MOUNT_F_EMPTY_PATH | Mounts.MOVE_MOUNT_T_EMPTY_PATH,
            "MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH"));
  }

  private void load(Assembly assembly, int index, String name, long set) {
    plan.at(Role.INIT, Stage.ROOT_FILESYSTEM)
        .does(
            "take the tree for " + name,
            Action.Special.LOAD32,
            new Operand.Address(table, index * ENTRY))
        .save(SLOT);
    assembly.call(
        "make it " + Mounts.attributes(set),
        "mount_setattr",
        plan.saved(SLOT),
        plan.text(""),
        value(Mounts.AT_EMPTY_PATH | Mounts.AT_RECURSIVE, "AT_EMPTY_PATH|AT_RECURSIVE"),
        Assembly.at(Assembly.attributes(plan, set)),
        value(Mounts.MOUNT_ATTR_SIZE));
  }
}
