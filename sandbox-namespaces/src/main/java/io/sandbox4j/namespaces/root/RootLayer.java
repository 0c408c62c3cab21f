/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Root;
import io.sandbox4j.Wall;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The file system of a sandbox. */
public final class RootLayer implements Layer {

  @Override
  public String name() {
    return "root";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.ROOT);
  }

  @Override
  public List<Finding> probe(HostFacts host) {
    return List.of(
        Files.isDirectory(Path.of("/proc/self"))
            ? new Finding(
                "root", State.AVAILABLE, "mounts are made in a namespace of the sandbox", "")
            : new Finding("root", State.MISSING, "there is no /proc", "mount -t proc proc /proc"));
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    Set<Wall> without =
        spec.isolation() instanceof ProcessIsolation process ? process.without() : Set.of();
    if (without.contains(Wall.ROOT)) {
      throw new IllegalArgumentException(
          "without(ROOT) is refused: /work and the limit of disk are part of the root; use"
              + " root(Root.directory(Path.of(\"/\"))) to show the whole host");
    }
    Disk.size(spec.limits(), spec.views());
    for (FileView view : spec.views()) {
      switch (view) {
        case FileView.BindReadOnly bind -> HostServices.look(bind.host(), spec.hostServices());
        case FileView.BindWritable bind -> HostServices.look(bind.host(), spec.hostServices());
        case FileView.Tmpfs _, FileView.Content _ -> {}
      }
    }
    List<RootEntry> entries =
        switch (spec.root()) {
          case Root.HostSystem _ -> new HostSystemView(Path.of("/")).entries();
          case Root.Directory(Path directory) ->
              withoutServices(DirectoryView.entries(directory), spec.hostServices());
          case Root.Empty _ -> List.of();
        };
    boolean procIsFresh = !without.contains(Wall.PID_NAMESPACE);
    return new PreparedRoot(spec, entries, ProcView.of(Path.of("/proc")), procIsFresh);
  }

  /** A root shows what it holds as a bind does, sockets like /run/docker.sock included. */
  private static List<RootEntry> withoutServices(List<RootEntry> entries, boolean allowed) {
    for (RootEntry entry : entries) {
      if (entry instanceof RootEntry.Bind bind) {
        HostServices.look(bind.source(), allowed);
      }
    }
    return entries;
  }
}
