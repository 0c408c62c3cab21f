/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.Root;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The layer of the root over a host that a test made up. */
public final class FixedRoot {
  private FixedRoot() {}

  /**
   * A host's directories, as a small Debian has them.
   *
   * @param host where to make them
   */
  public static Path host(Path host) throws IOException {
    for (String directory : List.of("usr/bin", "usr/lib", "etc/alternatives", "etc/ssl/certs")) {
      Files.createDirectories(host.resolve(directory));
    }
    for (String top : List.of("bin", "lib")) {
      Files.createSymbolicLink(host.resolve(top), Path.of("usr/" + top));
    }
    Files.createFile(host.resolve("etc/ld.so.cache"));
    Files.writeString(host.resolve("etc/ld.so.conf"), "/usr/local/lib\n");
    Files.createSymbolicLink(host.resolve("etc/localtime"), Path.of("/usr/share/zoneinfo/UTC"));
    Files.createDirectories(host.resolve("proc/acpi"));
    Files.createFile(host.resolve("proc/kcore"));
    return host;
  }

  /**
   * The layer.
   *
   * @param spec what was asked for
   * @param host the host's root directory
   */
  public static PreparedLayer layer(SandboxSpec spec, Path host) {
    List<RootEntry> entries =
        switch (spec.root()) {
          case Root.HostSystem _ -> new HostSystemView(host).entries();
          case Root.Directory(Path directory) -> DirectoryView.entries(directory);
          case Root.Empty _ -> List.of();
        };
    return new PreparedRoot(spec, entries, ProcView.of(host.resolve("proc")), true);
  }
}
