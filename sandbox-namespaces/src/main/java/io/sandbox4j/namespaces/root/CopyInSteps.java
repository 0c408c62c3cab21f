/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.launch.Operand.AT_FDCWD;
import static io.sandbox4j.launch.Operand.value;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.OpenFlags;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.namespaces.ids.Identity;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a command brings along; they belong to the program's user. */
final class CopyInSteps {
  private final Assembly assembly;
  private final Identity identity;
  private final Layout layout;
  private final Folders folders;
  private final Contents contents;
  private final Map<GuestPath, Source> early = new LinkedHashMap<>();
  private final Map<GuestPath, Source> late = new LinkedHashMap<>();

  CopyInSteps(
      Assembly assembly, Identity identity, Layout layout, Folders folders, Contents contents) {
    this.assembly = assembly;
    this.identity = identity;
    this.layout = layout;
    this.folders = folders;
    this.contents = contents;
  }

  /** Reserves the places. */
  void plan(Map<GuestPath, Source> files, Skeleton skeleton) {
    files.forEach((at, source) -> {
      switch (layout.of(at)) {
        case ROOT -> {
          skeleton.drop(Layout.inRoot(at));
          int slash = Layout.inRoot(at).lastIndexOf('/');
          if (slash > 0) {
            skeleton.add(new RootEntry.Directory(Layout.inRoot(at).substring(0, slash)));
          }
          early.put(at, source);
        }
        case FRESH, WORKSPACE -> late.put(at, source);
        case HOST, KERNEL ->
            throw new IllegalArgumentException(
                "cannot copy a file in to "
                    + at
                    + ": nothing can be written there; use a path in /work or /tmp");
      }
    });
  }

  /** The files in the root itself, before it is sealed. */
  void fillRoot() {
    early.forEach((at, source) -> fresh(at, source));
  }

  /** The others, when everything is mounted. */
  void fill() {
    late.forEach((at, source) -> {
      if (layout.of(at) == Layout.Ground.WORKSPACE) {
        intoWorkspace(at, source);
      } else {
        folders.above(at);
        fresh(at, source);
      }
    });
  }

  private void fresh(GuestPath at, Source source) {
    assembly.create(assembly.inRoot(at.text()), mode(source));
    finish(at, source);
  }

  private static int mode(Source source) {
    return source.isExecutable() ? 0755 : 0644;
  }

  private void finish(GuestPath at, Source source) {
    contents.fill(at, source);
    if (identity.changesIds()) {
      assembly.own(at.text(), identity.guestUid(), identity.guestGid());
    }
    assembly.close();
  }

  /**
   * A workspace may hold links that an earlier program made to mislead us: every name on the way is
   * looked at by itself, and a link is never followed.
   */
  private void intoWorkspace(GuestPath at, Source source) {
    String text = at.text();
    int slash = 0;
    for (slash = text.indexOf('/', 1); slash > 0; slash = text.indexOf('/', slash + 1)) {
      GuestPath above = new GuestPath(text.substring(0, slash));
      int parent = above.text().lastIndexOf('/');
      boolean mount =
          parent <= 0
              || layout.of(new GuestPath(text.substring(0, parent))) != Layout.Ground.WORKSPACE;
      if (layout.of(above) == Layout.Ground.WORKSPACE && !mount) {
        hold(above.text().substring(0, parent));
        assembly
            .call(
                "make " + above,
                "mkdirat",
                assembly.plan().saved("root.target"),
                assembly.plan().text(above.text().substring(parent + 1)),
                value(0755, "0755"))
            .unless(Errno.EEXIST);
      }
    }
    int last = text.lastIndexOf('/');
    hold(text.substring(0, last));
    assembly
        .call(
            "make " + at,
            "openat",
            assembly.plan().saved("root.target"),
            assembly.plan().text(text.substring(last + 1)),
            value(
                Mounts.O_WRONLY
                    | Mounts.O_CREAT
                    | Mounts.O_EXCL
                    | OpenFlags.O_NOFOLLOW
                    | Mounts.O_CLOEXEC,
                "O_WRONLY|O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC"),
            value(mode(source), "0" + Integer.toOctalString(mode(source))))
        .save(assembly.fileSlot())
        .advice(
            Errno.EEXIST, "The workspace already has " + at + ", which copyIn never overwrites.")
        .advice(Errno.EACCES, "The program's user may not write to the workspace.");
    finish(at, source);
  }

  private void hold(String directory) {
    Chunk how =
        assembly.plan().room(24, "{O_PATH|O_DIRECTORY, RESOLVE_NO_SYMLINKS|RESOLVE_NO_MAGICLINKS}");
    how.put64(0, Mounts.O_PATH | OpenFlags.O_DIRECTORY | Mounts.O_CLOEXEC);
    how.put64(16, Mounts.RESOLVE_NO_SYMLINKS | Mounts.RESOLVE_NO_MAGICLINKS);
    Operand path = assembly.plan().text(assembly.inRoot(directory));
    assembly
        .call("find " + directory, "openat2", AT_FDCWD, path, Assembly.at(how), value(24))
        .save("root.target")
        .advice(
            Errno.ELOOP,
            "A symbolic link in the workspace is in the way of a file that is copied in.");
  }
}
