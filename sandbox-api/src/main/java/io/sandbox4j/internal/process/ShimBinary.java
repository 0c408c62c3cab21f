/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HostReport;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.LinuxException;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.Spawn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * The shim's executable: a resource of this jar, run from a sealed memfd, so that neither a noexec
 * mount nor a writable directory is in the way.
 */
final class ShimBinary {
  /** Names an installed copy instead, for example one with an AppArmor profile. */
  static final String PROPERTY = "io.sandbox4j.shim";

  private static final int SOCKET = 3;

  private ShimBinary() {}

  /** Starts the shim with a socket as its descriptor 3. */
  static int start(Descriptor socket) {
    String installed = System.getProperty(PROPERTY, "");
    if (!installed.isEmpty()) {
      return spawn(Path.of(installed).toAbsolutePath().toString(), socket);
    }
    byte[] program = load();
    try (Descriptor file = Memfd.executable("sandbox4j-shim", program)) {
      return spawn("/proc/self/fd/" + file.number(), socket);
    } catch (LinuxException refused) {
      if (refused.errno() != Errno.EACCES
          && refused.errno() != Errno.EPERM
          && refused.errno() != Errno.ENOENT) {
        throw refused;
      }
      return fromPrivateFile(program, socket); // vm.memfd_noexec=2, or no /proc
    }
  }

  private static int fromPrivateFile(byte[] program, Descriptor socket) {
    try {
      Path directory =
          Files.createTempDirectory(
              "sandbox4j-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = directory.resolve("shim");
      try {
        Files.write(file, program);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
        return spawn(file.toString(), socket);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "executable memfds are forbidden here, and the shim cannot be written to a private file; name an"
              + " installed copy with -D"
              + PROPERTY,
          failure);
    }
  }

  private static int spawn(String path, Descriptor socket) {
    return Spawn.start(path, "sandbox4j-shim", socket, SOCKET);
  }

  private static byte[] load() {
    String name =
        "/META-INF/native/linux-" + Arch.current().name().toLowerCase(Locale.ROOT) + "/shim";
    try (InputStream in = ShimBinary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new UnsupportedHostException(
            "this jar has no shim for "
                + Arch.current()
                + " ("
                + name
                + "); build it on a machine with gcc",
            new HostReport(List.of()));
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + name, failure);
    }
  }
}
