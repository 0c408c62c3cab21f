/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Reading;
import io.sandbox4j.launch.Role;
import io.sandbox4j.launch.Slot;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.RunSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The few shapes that all cgroup steps have: make a directory, write to one of its files, remove
 * it.
 */
final class CgroupPlan {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int NUMBER = 24; // digits of a 64-bit number, with room
  private static final String FILE = "cgroup.file";
  private static final String NOT_WRITABLE =
      "The JVM's user may no longer write here: " + CgroupSearch.FIX + ".";

  private final PlanBuilder plan;

  CgroupPlan(PlanBuilder plan) {
    this.plan = plan;
    // A file is open for three steps; a launch that fails between them leaves it to the end.
    plan.at(Role.END, Stage.PREPARE)
        .call("close what a failed launch left open", "close", plan.saved(FILE))
        .ifPresent()
        .clears();
  }

  PlanBuilder builder() {
    return plan;
  }

  /** Makes a cgroup and, unless the name is empty, holds its directory. */
  void make(Stage stage, String what, Path directory, String slot) {
    var shim = plan.at(Role.SHIM, stage);
    shim.call(
            "make the " + what,
            "mkdirat",
            Operand.AT_FDCWD,
            plan.text(directory.toString()),
            value(0755, "0755"))
        .advice(Errno.EACCES, NOT_WRITABLE)
        .advice(
            Errno.EROFS, "The cgroup file system is mounted read-only: " + CgroupSearch.FIX + ".")
        .advice(Errno.ENOENT, "The parent cgroup is gone.")
        .advice(Errno.EAGAIN, "The number of cgroups is limited here (cgroup.max.descendants).");
    if (!slot.isEmpty()) {
      shim.call(
              "hold it",
              "openat",
              Operand.AT_FDCWD,
              plan.text(directory.toString()),
              value(O_PATH | OpenFlags.O_DIRECTORY | O_CLOEXEC, "O_PATH|O_DIRECTORY|O_CLOEXEC"))
          .saveDescriptor(slot);
    }
  }

  /** Writes a setting. */
  void set(
      Role role, Stage stage, String label, String directorySlot, String file, String content) {
    open(role, stage, label, plan.saved(directorySlot), file, O_WRONLY).save(FILE);
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    Operand text = new Operand.Address(plan.bytes(bytes, "\"" + content + "\""), 0);
    var steps = plan.at(role, stage);
    steps
        .call(label, "write", plan.saved(FILE), text, value(bytes.length))
        .exactly(bytes.length)
        .advice(Errno.EINVAL, "This host does not take " + content + " for " + file + ".")
        .advice(Errno.EBUSY, file + " is in use.");
    steps.call("close it", "close", plan.saved(FILE)).clears();
  }

  /** Opens a file of a cgroup that is held. */
  PlanBuilder.Added open(
      Role role, Stage stage, String label, Operand directory, String file, int how) {
    return plan.at(role, stage)
        .call(
            label + ": open " + file,
            "openat",
            directory,
            plan.text(file),
            value(how | O_CLOEXEC, how == O_RDONLY ? "O_RDONLY|O_CLOEXEC" : "O_WRONLY|O_CLOEXEC"));
  }

  Operand file() {
    return plan.saved(FILE);
  }

  /** The slot that {@link #open} results are saved in for a moment. */
  String fileSlot() {
    return FILE;
  }

  /**
   * When the program has ended and nobody but init is left, the result need not wait for init's
   * end: the kernel's own count of the tasks says so, not init.
   */
  void reportWhenAlone(RunSpec run, String directorySlot) {
    Operand count = new Operand.Address(plan.room(NUMBER, "count"), 0);
    var end = plan.at(Role.END, Stage.PREPARE);
    boolean held = run.standsBy();
    if (held) {
      hold(directorySlot, "pids.current");
    }
    end.does(
            "has the program ended?",
            Action.Special.EXITED,
            value(Role.PROGRAM.number(), "PROGRAM"))
        .skip(Errno.EAGAIN, held ? 3 : 5);
    if (!held) {
      open(
              Role.END,
              Stage.PREPARE,
              "count the tasks",
              plan.saved(directorySlot),
              "pids.current",
              O_RDONLY)
          .ifPresent()
          .save(FILE);
    }
    Operand file = plan.saved(held ? heldAs("pids.current") : FILE);
    end.call("count the tasks", "pread64", file, count, value(NUMBER), value(0)).ifPresent();
    if (!held) {
      end.call("close it", "close", file).ifPresent().clears();
    }
    end.does("is init alone?", Action.Special.BETWEEN, count, value(1), value(1))
        .skip(Errno.EAGAIN, 1);
    end.does("then the run has ended", Action.Special.REPORT_END).again(Errno.EAGAIN);
  }

  /**
   * A file of a cgroup goes into the reports. A launch that stands by has time to open it; others
   * open it when they report.
   */
  void reading(RunSpec run, String directorySlot, String file, int limit, boolean atStart) {
    Reading reading =
        run.standsBy()
            ? new Reading(file, hold(directorySlot, file), "", limit, atStart)
            : new Reading(file, plan.slot(directorySlot), file, limit, atStart);
    plan.reading(reading);
  }

  private Slot hold(String directorySlot, String file) {
    open(Role.SHIM, Stage.SOURCES, "hold a figure", plan.saved(directorySlot), file, O_RDONLY)
        .saveDescriptor(heldAs(file))
        .unless(Errno.ENOENT);
    return plan.slot(heldAs(file));
  }

  private static String heldAs(String file) {
    return "figure." + file.replace('_', '.');
  }

  /**
   * Lets go of the page cache that was charged to a memory cgroup: it would keep the cgroup's
   * memory after its removal for as long as the files stay cached. That waits for dirty pages and
   * for other CPUs. A kernel without the file keeps them until it is short of memory.
   */
  void emptyMemory(String directorySlot, String file, String content) {
    open(
            Role.TEARDOWN,
            Stage.CGROUP,
            "let go of its page cache",
            plan.saved(directorySlot),
            file,
            O_WRONLY)
        .save(FILE)
        .ifPresent()
        .unless(Errno.ENOENT);
    var steps = plan.at(Role.TEARDOWN, Stage.CGROUP);
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    Operand text = new Operand.Address(plan.bytes(bytes, "\"" + content + "\""), 0);
    steps
        .call("let go of its page cache", "write", plan.saved(FILE), text, value(bytes.length))
        .ifPresent()
        .aside();
    steps.call("close it", "close", plan.saved(FILE)).ifPresent().clears();
  }

  /** Removes a cgroup; it is busy while the last process is on its way out. */
  void remove(String what, Path directory) {
    plan.at(Role.TEARDOWN, Stage.CGROUP)
        .call(
            "remove the " + what,
            "unlinkat",
            Operand.AT_FDCWD,
            plan.text(directory.toString()),
            value(AT_REMOVEDIR, "AT_REMOVEDIR"))
        .again(Errno.EBUSY)
        .unless(Errno.ENOENT);
  }
}
