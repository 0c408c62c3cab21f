/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.HostReport;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.Layer;
import io.sandbox4j.spi.PreparedLayer;
import io.sandbox4j.spi.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** Ids that exist for one sandbox only, and their maps. */
public final class IdsLayer implements Layer {

  @Override
  public String name() {
    return "ids";
  }

  @Override
  public Set<Wall> walls() {
    return Set.of(Wall.IDS);
  }

  @Override
  public List<HostReport.Finding> probe(HostFacts host) {
    if (!host.privileged()) {
      String groups =
          host.groups().isEmpty() ? "" : ", with the supplementary groups " + host.groups();
      return List.of(
          new HostReport.Finding(
              "host ids",
              HostReport.State.ADVICE,
              "sandboxes run under the JVM's own user id "
                  + host.uid()
                  + groups
                  + " and share its per-user quotas (pipe buffers, inotify instances)",
              "run the JVM as root to give each sandbox ids of its own, or under a user that nothing else uses"));
    }
    IdSpace space = IdSpace.of(existing());
    return List.of(
        space.blocks() == 0
            ? new HostReport.Finding(
                "host ids",
                HostReport.State.MISSING,
                "the user namespace of the JVM has fewer than two unprivileged ids",
                "give the container a larger id map, for example 65536 ids")
            : new HostReport.Finding(
                "host ids",
                HostReport.State.AVAILABLE,
                space.blocks() + " blocks of " + space.blockSize() + " ids from " + space.first(),
                ""));
  }

  @Override
  public PreparedLayer prepare(SandboxSpec spec, HostFacts host) {
    boolean mapped = !without(spec).contains(Wall.USER_NAMESPACE);
    if (without(spec).contains(Wall.IDS)) {
      throw new IllegalArgumentException(
          "without(IDS) is refused: a program would have the JVM's own rights over the host (choose"
              + " without(USER_NAMESPACE) to use host ids without a map)");
    }
    if (!host.privileged()) {
      if (!mapped) {
        throw new IllegalArgumentException(
            "without(USER_NAMESPACE) takes root: an ordinary user has no other way to the other namespaces");
      }
      return new PreparedIds(Identity.Kind.SINGLE, null, host);
    }
    IdSpace space = IdSpace.of(existing());
    if (space.blocks() == 0) {
      throw new UnsupportedHostException(
          "the user namespace of the JVM has fewer than two unprivileged ids; give the container a larger"
              + " id map, for example 65536 ids",
          new HostReport(probe(host)));
    }
    if (!mapped && space.blockSize() < 65_536) {
      throw new IllegalArgumentException(
          "without(USER_NAMESPACE) takes blocks of 65536 ids, which are not here");
    }
    Descriptor file = LockFile.open();
    // Pids are alike in all containers, whose locks do not see each other.
    var blocks = new IdBlocks(space, file, Kernel.host(), new SecureRandom().nextLong());
    return new PreparedIds(mapped ? Identity.Kind.BLOCK : Identity.Kind.UNMAPPED, blocks, host);
  }

  private static Set<Wall> without(SandboxSpec spec) {
    return spec.isolation() instanceof ProcessIsolation process ? process.without() : Set.of();
  }

  private static List<IdRange> existing() {
    try {
      return IdRange.common(
          IdRange.parse(Files.readString(Path.of("/proc/self/uid_map"))),
          IdRange.parse(Files.readString(Path.of("/proc/self/gid_map"))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the id maps of the JVM", unreadable);
    }
  }
}
