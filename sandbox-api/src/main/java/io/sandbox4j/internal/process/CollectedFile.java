/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.GuestPath;
import io.sandbox4j.OutFile;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.LinuxException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file taken out: its content is copied once into a memory file of the JVM's own. */
final class CollectedFile implements OutFile, AutoCloseable {
  private static final int CLOEXEC = 1;

  private final GuestPath path;
  private final Status status;
  private final long size;
  private final boolean executable;
  private final Optional<Descriptor> content;

  private CollectedFile(
      GuestPath path, Status status, long size, boolean executable, Optional<Descriptor> content) {
    this.path = path;
    this.status = status;
    this.size = size;
    this.executable = executable;
    this.content = content;
  }

  static CollectedFile refused(GuestPath path, Status status) {
    return new CollectedFile(path, status, 0, false, Optional.empty());
  }

  /** Copies what is at the path below a directory; never more than the size seen at first. */
  static CollectedFile take(GuestPath path, Descriptor directory, String inside, Size max) {
    GuestFiles.Opened opened = GuestFiles.open(directory, inside, max);
    if (opened.file().isEmpty()) {
      return refused(path, opened.status());
    }
    try (Descriptor source = opened.file().get();
        Arena arena = Arena.ofConfined()) {
      Descriptor copy =
          Descriptor.of(
              "memfd_create",
              Kernel.host().call("memfd_create", arena.allocateFrom("copyOut").address(), CLOEXEC));
      long left = opened.size();
      while (left > 0) {
        long sent =
            Kernel.host()
                .call("sendfile", copy.number(), source.number(), 0, Math.min(left, 1 << 30));
        if (sent < 0) {
          copy.close();
          return refused(path, Status.UNREADABLE);
        }
        if (sent == 0) {
          break; // it shrank: what is there is what there is
        }
        left -= sent;
      }
      return new CollectedFile(
          path, Status.PRESENT, opened.size() - left, opened.executable(), Optional.of(copy));
    } catch (LinuxException outOfRoom) {
      return refused(path, Status.UNREADABLE);
    }
  }

  @Override
  public GuestPath path() {
    return path;
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public long size() {
    return size;
  }

  private Path location() throws IOException {
    if (content.isEmpty()) {
      throw new IOException(path + " was not taken out: " + status);
    }
    if (!content.get().isOpen()) {
      throw new IOException(path + ": the result is closed");
    }
    return Path.of("/proc/self/fd/" + content.get().number());
  }

  @Override
  public InputStream openStream() throws IOException {
    return new FileInputStream(location().toFile());
  }

  @Override
  public void copyTo(Path target) throws IOException {
    try (InputStream in = openStream()) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  @Override
  public Source source() {
    try {
      Source source = Source.file(location());
      return executable ? source.executable() : source;
    } catch (IOException gone) {
      throw new IllegalStateException(gone.getMessage(), gone);
    }
  }

  @Override
  public void close() {
    content.ifPresent(Descriptor::close);
  }
}
