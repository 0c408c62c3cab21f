/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.GuestPath;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.launch.Chunk;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Stage;
import io.sandbox4j.spi.FileOwner;
import io.sandbox4j.spi.HeldContent;
import io.sandbox4j.spi.PassedDescriptor;
import io.sandbox4j.spi.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a command's files into a living session. The process that enters does it, inside the
 * session's mounts and under its ids, and follows no link: what earlier commands left there is
 * hostile.
 */
final class SessionCopyIn {
  private static final int WRITE_CREATE_TRUNCATE =
      1 | 0x40 | 0x200 | 0x800 | 0x80000; // O_NONBLOCK, O_CLOEXEC
  private static final int NO_SYMLINKS_NO_MAGICLINKS = 0x04 | 0x02;
  private static final int OPEN_HOW = 24;

  private final RunSpec run;
  private final PlanBuilder plan;

  SessionCopyIn(RunSpec run, PlanBuilder plan) {
    this.run = run;
    this.plan = plan;
  }

  void contribute() {
    var copyIns = run.command().orElseThrow().copyIns();
    if (copyIns.isEmpty()) {
      return;
    }
    withFileRightsOf(
        run.noted(FileOwner.class)
            .orElseThrow(() -> new IllegalStateException("no layer gave the program its ids")));
    int number = 0;
    for (var entry : copyIns.entrySet()) {
      copy(entry.getKey(), entry.getValue(), "copy." + number++);
    }
    withFileRightsOf(new FileOwner(0, 0));
  }

  /**
   * Root of a sandbox may do more than its program, for whose files it would be led by links: what
   * is made here is made by the program's user (setfsuid(2), which takes the capabilities over
   * files away as well).
   */
  private void withFileRightsOf(FileOwner owner) {
    if (run.host().privileged()) {
      var steps = plan.at(run.entering(), Stage.NAMESPACES);
      steps.call("make files as group " + owner.gid(), "setfsgid", Operand.value(owner.gid()));
      steps.call("make files as user " + owner.uid(), "setfsuid", Operand.value(owner.uid()));
    }
  }

  private void copy(GuestPath path, Source source, String name) {
    Content content = content(source, name);
    run.pass(name, content.descriptor());
    plan.keep(run.entering(), plan.passed(name), false);
    var steps = plan.at(run.entering(), Stage.NAMESPACES);
    parents(path, steps);
    Chunk how =
        plan.room(
            OPEN_HOW, "{O_WRONLY|O_CREAT|O_TRUNC|O_NONBLOCK|O_NOFOLLOW|O_CLOEXEC, no symlinks}");
    how.put64(0, WRITE_CREATE_TRUNCATE | noFollow());
    how.put64(8, source.isExecutable() ? 0755 : 0644);
    how.put64(16, NO_SYMLINKS_NO_MAGICLINKS);
    steps
        .call(
            "make " + path,
            "openat2",
            Operand.AT_FDCWD,
            plan.text(path.text()),
            new Operand.Address(how, 0),
            Operand.value(OPEN_HOW))
        .save("copy.file")
        .advice(Errno.ELOOP, "A link is in the way; copyIn follows none.")
        .advice(Errno.EROFS, "Files are put into /work, /tmp, /dev/shm or a writable bind.");
    steps
        .call(
            "fill it",
            "sendfile",
            plan.saved("copy.file"),
            plan.passed(name),
            Operand.NULL,
            Operand.value(content.size()))
        .exactly(content.size());
    steps.call("close it", "close", plan.saved("copy.file"));
  }

  private void parents(GuestPath path, PlanBuilder.Place steps) {
    for (int at = path.text().indexOf('/', 1); at > 0; at = path.text().indexOf('/', at + 1)) {
      String parent = path.text().substring(0, at);
      if (!parent.equals("/work") && !parent.equals("/tmp")) {
        steps
            .call(
                "make " + parent,
                "mkdirat",
                Operand.AT_FDCWD,
                plan.text(parent),
                Operand.value(0755, "0755"))
            .unless(Errno.EEXIST)
            .unless(Errno.EROFS);
      }
    }
  }

  private static int noFollow() {
    return Arch.current() == Arch.AARCH64 ? 0x8000 : 0x20000;
  }

  /** A descriptor at the beginning of what is copied. */
  private record Content(PassedDescriptor descriptor, long size) {
    static Content of(String name, byte[] bytes) {
      return new Content(Memfd.data(name, bytes), bytes.length);
    }
  }

  private static Content content(Source source, String name) {
    return switch (source) {
      case Source.Bytes bytes -> Content.of(name, bytes.content());
      case Source.Held(HeldContent held, boolean _) -> new Content(held.open(), held.size());
      case Source.HostFile(Path file, boolean _) -> {
        try {
          if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                "the copyIn source " + file + " is no regular file, or is gone");
          }
          yield Content.of(name, Files.readAllBytes(file));
        } catch (IOException unreadable) {
          throw new IllegalArgumentException(
              "the copyIn source " + file + " cannot be read: " + unreadable.getMessage(),
              unreadable);
        }
      }
    };
  }
}
