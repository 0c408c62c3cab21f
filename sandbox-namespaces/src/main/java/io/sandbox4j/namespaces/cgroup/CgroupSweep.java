/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes cgroups whose shim is dead: when a JVM and its shim are killed together, their processes
 * die by themselves but their directories stay. A name tells the boot, the pid namespace, the pid
 * and the start time of the shim; what cannot be judged from here is left alone.
 */
final class CgroupSweep {
  private static final Pattern NAME =
      Pattern.compile("sandbox4j-([0-9a-f]{8})-(\\d+)-(\\d+)-(\\d+)-.*");

  private static final Set<String> DEAD = Set.of("Z", "X");
  private static final int TRIES = 50;
  private static final long BETWEEN_TRIES_NANOS = 10_000_000;

  private final Host host;

  /** What decides whether a shim lives. */
  interface Host {
    /** The first eight digits of the boot id. */
    String boot();

    /** The inode of the own pid namespace. */
    String pidNamespace();

    /**
     * When a process started, in ticks since boot; empty text if there is none of that pid, or one
     * that is dead and not yet reaped.
     */
    String startOf(String pid);
  }

  CgroupSweep(Host host) {
    this.host = host;
  }

  /**
   * Sweeps.
   *
   * @param parents directories that hold cgroups of sandboxes
   * @return what was removed
   */
  List<Path> sweep(Collection<Path> parents) {
    List<Path> removed = new ArrayList<>();
    for (Path parent : parents) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, "sandbox4j-*")) {
        for (Path child : children) {
          if (isOrphan(child.getFileName().toString()) && remove(child)) {
            removed.add(child);
          }
        }
      } catch (IOException unreadable) {
        // Nothing of ours can be there.
      }
    }
    return removed;
  }

  /**
   * Sweeps after a shim that has just died: its last processes are on their way out, and a cgroup
   * is busy until they are gone.
   *
   * @param parents directories that hold cgroups of sandboxes
   */
  void sweepTheDying(Collection<Path> parents) {
    for (int i = 0; i < TRIES; i++) {
      sweep(parents);
      if (parents.stream().noneMatch(this::hasOrphans)) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
    }
  }

  private boolean hasOrphans(Path parent) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, "sandbox4j-*")) {
      for (Path child : children) {
        if (isOrphan(child.getFileName().toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException unreadable) {
      return false;
    }
  }

  boolean isOrphan(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    if (!matcher.group(1).equals(host.boot())) {
      return true;
    }
    return matcher.group(2).equals(host.pidNamespace())
        && !host.startOf(matcher.group(3)).equals(matcher.group(4));
  }

  private static boolean remove(Path directory) {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path child : children) {
        remove(child);
      }
    } catch (IOException unreadable) {
      return false;
    }
    try {
      Files.delete(directory);
      return true;
    } catch (IOException busy) {
      return false; // its last process is on its way out; the next start tries again
    }
  }

  /** The host this JVM runs on. */
  static Host thisHost() {
    return new Host() {
      @Override
      public String boot() {
        String id = read("/proc/sys/kernel/random/boot_id");
        return id.substring(0, Math.min(8, id.length()));
      }

      @Override
      public String pidNamespace() {
        try {
          return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
              .toString()
              .replaceAll("\\D", "");
        } catch (IOException unreadable) {
          return "unknown";
        }
      }

      @Override
      public String startOf(String pid) {
        String stat = read("/proc/" + pid + "/stat");
        int end = stat.lastIndexOf(')');
        String[] fields = end < 0 ? new String[0] : stat.substring(end + 2).split(" ", -1);
        return fields.length > 19 && !DEAD.contains(fields[0]) ? fields[19] : "";
      }

      private String read(String file) {
        try {
          return Files.readString(Path.of(file)).strip();
        } catch (IOException gone) {
          return "";
        }
      }
    };
  }
}
