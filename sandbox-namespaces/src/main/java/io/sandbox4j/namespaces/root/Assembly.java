/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.AT_FDCWD;
import static io.sandbox4j.launch.Operand.NULL;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Stage;

/**
 * The vocabulary in which init's file system is built: one method for each kind of step. Only what
 * may be executed is closed on the way, lest it be busy; init's last act closes all others.
 */
final class Assembly {
  static final String FULL =
      "The disk limit is too small for what is copied in: raise limits(l -> l.disk(...)).";
  private static final int MOST_AT_ONCE = 0x7ffff000;

  private final PlanBuilder plan;
  private final String root;
  private final String file = "root.file";
  private Role by = Role.INIT;
  private PlanBuilder.Place steps;

  private Assembly(PlanBuilder plan, String root) {
    this.plan = plan;
    this.root = root;
    this.steps = plan.at(by, Stage.ROOT_FILESYSTEM);
  }

  /** Init stands in a directory in which it makes the new root, {@code root}. */
  static Assembly beside(PlanBuilder plan) {
    return new Assembly(plan, "root");
  }

  /** Init's own root is the new root, and sealed. */
  static Assembly inside(PlanBuilder plan) {
    return new Assembly(plan, "");
  }

  /** What a path of the sandbox is called where init stands. */
  String inRoot(String path) {
    return root + path;
  }

  /** The steps that follow are the program's process's own, once it has joined its cgroups. */
  void byProgram() {
    by = Role.PROGRAM;
    steps = plan.at(by, Stage.LATE_CGROUP);
  }

  /** The steps that follow come when init has joined its cgroups. */
  void joined() {
    steps = plan.at(by, Stage.GUEST_IDS);
  }

  /** Who makes the next steps. */
  Role by() {
    return by;
  }

  PlanBuilder plan() {
    return plan;
  }

  PlanBuilder.Added call(String label, String call, Operand... operands) {
    return steps.call(label, call, operands);
  }

  static Operand at(Chunk chunk) {
    return new Operand.Address(chunk, 0);
  }

  private static Operand octal(int mode) {
    return value(mode, "0" + Integer.toOctalString(mode));
  }

  PlanBuilder.Added directory(String path, int mode) {
    return steps
        .call("make " + path, "mkdirat", AT_FDCWD, plan.text(path), octal(mode))
        .advice(Errno.ENOSPC, FULL);
  }

  /** An empty file, for example for something to be mounted on. */
  PlanBuilder.Added empty(String path, int mode) {
    return steps
        .call(
            "make " + path,
            "mknodat",
            AT_FDCWD,
            plan.text(path),
            octal(Mounts.S_IFREG | mode),
            value(0))
        .advice(Errno.ENOSPC, FULL);
  }

  void link(String path, String target) {
    steps.call("link " + path, "symlinkat", plan.text(target), AT_FDCWD, plan.text(path));
  }

  /** A small file whose bytes travel in the plan. */
  void text(String path, byte[] content, int mode) {
    create(path, mode);
    write(path, content);
  }

  /** Opens a new file under a name that nothing had before. */
  void create(String path, int mode) {
    steps
        .call(
            "make " + path,
            "openat",
            AT_FDCWD,
            plan.text(path),
            value(
                Mounts.O_WRONLY
                    | Mounts.O_CREAT
                    | Mounts.O_EXCL
                    | OpenFlags.O_NOFOLLOW
                    | Mounts.O_CLOEXEC,
                "O_WRONLY|O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC"),
            octal(mode))
        .save(file)
        .advice(Errno.ENOSPC, FULL);
  }

  void write(String path, byte[] content) {
    if (content.length == 0) {
      return;
    }
    steps
        .call(
            "write " + path,
            "write",
            plan.saved(file),
            at(plan.bytes(content, content.length + " bytes")),
            value(content.length))
        .exactly(content.length)
        .advice(Errno.ENOSPC, FULL);
  }

  /** Fills the open file from a descriptor that the JVM passed. */
  void copy(String path, Operand from, long offset, long size) {
    for (long done = 0; done < size; done += MOST_AT_ONCE) {
      long part = Math.min(MOST_AT_ONCE, size - done);
      Chunk position = plan.room(8, "{" + (offset + done) + "}").put64(0, offset + done);
      steps
          .call("copy " + path, "sendfile", plan.saved(file), from, at(position), value(part))
          .exactly(part)
          .advice(Errno.ENOSPC, FULL)
          .advice(
              Errno.EPROTO,
              "Only a part of it was copied: " + FULL + " Or the file became shorter meanwhile.");
    }
  }

  void own(String path, long uid, long gid) {
    steps.call(
        "give " + path + " to the program's user",
        "fchown",
        plan.saved(file),
        value(uid),
        value(gid));
  }

  /** Closes the file: execve refuses one that anybody has open for writing. */
  void close() {
    steps.call("close it", "close", plan.saved(file)).clears();
  }

  /** The slot of the one file that is open at a time. */
  String fileSlot() {
    return file;
  }

  PlanBuilder.Added bind(String label, String source, String target, boolean recursive) {
    return steps.call(
        label,
        "mount",
        plan.text(source),
        plan.text(target),
        NULL,
        value(
            Mounts.MS_BIND | (recursive ? Mounts.MS_REC : 0),
            recursive ? "MS_BIND|MS_REC" : "MS_BIND"),
        NULL);
  }

  PlanBuilder.Added mount(
      String label, String type, String target, long flags, String shownFlags, String data) {
    return steps.call(
        label,
        "mount",
        plan.text(type),
        plan.text(target),
        plan.text(type),
        value(flags, shownFlags),
        data.isEmpty() ? NULL : plan.text(data));
  }

  /** What {@code mount_setattr} is to set, and no propagation from or to the host. */
  static Chunk attributes(PlanBuilder plan, long set) {
    return plan.room(Mounts.MOUNT_ATTR_SIZE, "{" + Mounts.attributes(set) + ", private}")
        .put64(0, set)
        .put64(16, Mounts.MS_PRIVATE);
  }

  PlanBuilder.Added seal(String label, String path, long set) {
    return steps.call(
        label,
        "mount_setattr",
        AT_FDCWD,
        plan.text(path),
        value(Mounts.AT_RECURSIVE, "AT_RECURSIVE"),
        at(attributes(plan, set)),
        value(Mounts.MOUNT_ATTR_SIZE));
  }
}
