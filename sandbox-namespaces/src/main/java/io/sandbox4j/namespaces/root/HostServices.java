/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.DirectoryListing;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Files;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.OpenFlags;
import java.nio.file.Path;

/**
 * Finds sockets and FIFOs in what is to be bound. A read-only mount stops nobody from connecting to
 * a socket, so that a bind of a directory with a {@code docker.sock} hands out the host.
 */
final class HostServices {
  private static final int AT_FDCWD = -100;
  private static final int S_IFIFO = 0010000;
  private static final int S_IFSOCK = 0140000;
  private static final int S_IFMT = 0170000;
  private static final int MOST = 1 << 20;

  private HostServices() {}

  /** What a bind source is. */
  enum Kind {
    /** A directory. */
    DIRECTORY,
    /** Anything else. */
    FILE
  }

  /**
   * Looks at a bind source and at the names in it.
   *
   * @param source what is to be bound
   * @param allowed whether sockets and FIFOs are wanted
   * @return what it is
   * @throws IllegalArgumentException if it is missing, or holds what is not allowed
   */
  static Kind look(Path source, boolean allowed) {
    FileStatus status;
    try {
      status = FileStatus.at(Kernel.host(), AT_FDCWD, source.toString(), 0);
    } catch (LinuxException missing) {
      throw new IllegalArgumentException(
          "cannot bind " + source + ": " + missing.getMessage(), missing);
    }
    int type = status.mode() & S_IFMT;
    if (!allowed && (type == S_IFIFO || type == S_IFSOCK)) {
      throw refused(source, source);
    }
    if (status.isDirectory() && !allowed) {
      lookInside(source);
    }
    return status.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
  }

  private static void lookInside(Path source) {
    long opened = Files.host().openat(AT_FDCWD, source.toString(), OpenFlags.O_DIRECTORY, 0);
    if (opened < 0) {
      return; // a directory that the JVM cannot read: the program, who has fewer rights, cannot
      // either
    }
    try (Descriptor directory = new Descriptor((int) opened)) {
      for (DirectoryListing.Entry entry : DirectoryListing.of(Kernel.host(), directory, MOST)) {
        if (entry.kind() == S_IFIFO || entry.kind() == S_IFSOCK) {
          throw refused(source, source.resolve(entry.name()));
        }
      }
    }
  }

  private static IllegalArgumentException refused(Path source, Path what) {
    return new IllegalArgumentException(
        "binding "
            + source
            + " would let programs talk to a service of the host: "
            + what
            + " is a socket or FIFO; allowHostServices(Danger.HOST_SERVICES_ARE_REACHABLE) permits it");
  }
}
