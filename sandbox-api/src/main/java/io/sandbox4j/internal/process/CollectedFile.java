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
import io.sandbox4j.spi.HeldContent;
import io.sandbox4j.spi.PassedDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A file taken out: its content is copied once into a memory file of the JVM's own. */
final class CollectedFile implements OutFile, HeldContent, AutoCloseable {
  private static final int CLOEXEC = 1;
  private static final int AT_FDCWD = -100;
  private static final int O_CLOEXEC = 0x80000;

  private final GuestPath path;
  private final Status status;
  private final long size;
  private final boolean executable;
  private final @Nullable Descriptor content; // guarded by this: its number must stay ours
  private final Runnable giveBack;

  private CollectedFile(
      GuestPath path,
      Status status,
      long size,
      boolean executable,
      @Nullable Descriptor content,
      Runnable giveBack) {
    this.path = path;
    this.status = status;
    this.size = size;
    this.executable = executable;
    this.content = content;
    this.giveBack = giveBack;
  }

  static CollectedFile refused(GuestPath path, Status status) {
    return new CollectedFile(path, status, 0, false, null, () -> {});
  }

  /** Copies what is at the path below a directory; never more than the size seen at first. */
  static CollectedFile take(
      GuestPath path, Descriptor directory, String inside, Size max, ResultFiles room) {
    GuestFiles.Opened opened = GuestFiles.open(directory, inside, max);
    if (opened.file().isEmpty()) {
      return refused(path, opened.status());
    }
    long size = opened.size();
    try (Descriptor source = opened.file().get()) {
      if (!room.take(size)) {
        return refused(path, Status.TOO_LARGE);
      }
      CollectedFile copy = copy(path, source, opened, () -> room.giveBack(size));
      if (copy.content == null) {
        room.giveBack(size);
      }
      return copy;
    }
  }

  private static CollectedFile copy(
      GuestPath path, Descriptor source, GuestFiles.Opened opened, Runnable giveBack) {
    try (Arena arena = Arena.ofConfined()) {
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
          path, Status.PRESENT, opened.size() - left, opened.executable(), copy, giveBack);
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

  @Override
  public synchronized InputStream openStream() throws IOException {
    if (content == null) {
      throw new IOException(path + " was not taken out: " + status);
    }
    if (!content.isOpen()) {
      throw new IOException(path + ": the result is closed");
    }
    return new FileInputStream(location(content));
  }

  @Override
  public synchronized PassedDescriptor open() {
    Descriptor held = held();
    try (Arena arena = Arena.ofConfined()) {
      // Opened again, not duplicated: a duplicate would share its position with other readers.
      return Descriptor.of(
          "openat",
          Kernel.host()
              .call(
                  "openat", AT_FDCWD, arena.allocateFrom(location(held)).address(), O_CLOEXEC, 0));
    }
  }

  private static String location(Descriptor held) {
    return "/proc/self/fd/" + held.number();
  }

  private Descriptor held() {
    if (content == null) {
      throw new IllegalStateException(path + " was not taken out: " + status);
    }
    if (!content.isOpen()) {
      throw new IllegalStateException(path + ": the result is closed");
    }
    return content;
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
  public synchronized Source source() {
    held();
    return new Source.Held(this, executable);
  }

  @Override
  public synchronized void close() {
    if (content != null && content.isOpen()) {
      content.close();
      giveBack.run();
    }
  }
}
