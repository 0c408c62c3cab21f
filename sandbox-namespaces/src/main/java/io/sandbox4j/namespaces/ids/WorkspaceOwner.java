/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.Command;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.RunSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns the writable binds of a run. The program gets that user's id, so that it can write and
 * that what it writes belongs to him: a file on the host's disk must never belong to root or to an
 * id that another sandbox has next.
 *
 * @param uid the owner
 * @param gid the owner's group
 * @param bind the bind it was read from
 */
record WorkspaceOwner(int uid, int gid, FileView.BindWritable bind) {
  private static final int AT_FDCWD = -100;

  /**
   * The owner of all writable binds.
   *
   * @param run the run
   * @return empty without writable binds
   * @throws IllegalArgumentException if it is root, or if the binds have several owners
   */
  static Optional<WorkspaceOwner> of(RunSpec run) {
    Optional<WorkspaceOwner> first = Optional.empty();
    for (FileView.BindWritable bind : writable(run)) {
      WorkspaceOwner owner = of(bind);
      if (owner.uid == 0) {
        throw new IllegalArgumentException(
            bind.host()
                + " belongs to root, and nothing in a sandbox may write as root; give it to an ordinary"
                + " user, for example: chown -R 1000:1000 "
                + bind.host());
      }
      if (first.isPresent() && first.get().uid != owner.uid) {
        throw new IllegalArgumentException(
            "writable binds have different owners: "
                + first.get().bind.host()
                + " belongs to user "
                + first.get().uid
                + ", "
                + bind.host()
                + " to user "
                + owner.uid
                + "; the program has one user id, so give both to one user");
      }
      first = first.isPresent() ? first : Optional.of(owner);
    }
    return first;
  }

  private static WorkspaceOwner of(FileView.BindWritable bind) {
    try {
      FileStatus status = FileStatus.at(Kernel.host(), AT_FDCWD, bind.host().toString(), 0);
      return new WorkspaceOwner(status.uid(), status.gid(), bind);
    } catch (LinuxException missing) {
      throw new IllegalArgumentException(
          "cannot bind " + bind.host() + ": " + missing.getMessage(), missing);
    }
  }

  private static List<FileView.BindWritable> writable(RunSpec run) {
    Set<FileView> views = new LinkedHashSet<>(run.sandbox().views());
    views.addAll(run.command().map(Command::binds).orElse(List.of()));
    List<FileView.BindWritable> writable = new ArrayList<>();
    for (FileView view : views) {
      if (view instanceof FileView.BindWritable bind) {
        writable.add(bind);
      }
    }
    return writable;
  }
}
