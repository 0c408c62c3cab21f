/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Memory cgroups that were removed but are kept in the kernel's memory by page cache charged to
 * them: of files on disk that a run was the first to read, or that it wrote (P50). A few do no
 * harm, and what they keep is why the next run finds its compiler in the cache. From {@link #MOST}
 * on the following runs let go of theirs when they end, which costs each half a millisecond: so now
 * and then some runs do not, and if these leave nothing either, no run does. Each time that they do
 * leave something it takes twice as long until the next try, so that few linger in all.
 * Thread-safe.
 */
final class LingeringGroups {
  /** How many may linger. */
  static final int MOST = 64;

  /** Counting takes some dozen microseconds, so not every launch does. */
  static final int LAUNCHES_BETWEEN_COUNTS = 64;

  private static final int FIRST_PAUSE = 4;
  private static final int LONGEST_PAUSE = 1 << 20;

  private final LongSupplier count;
  private final AtomicInteger launches = new AtomicInteger();
  private boolean counted; // guarded by this, as the next three
  private long before; // how many there were when runs ceased to let go
  private int untilTry = 1; // periods
  private int pause = FIRST_PAUSE;
  private volatile boolean tooMany;

  LingeringGroups(LongSupplier count) {
    this.count = count;
  }

  /** Of the hierarchy that a choice is in. */
  static LingeringGroups of(CgroupChoice choice) {
    return new LingeringGroups(
        switch (choice) {
          case CgroupChoice.Legacy legacy -> {
            Path parent = legacy.parents().get("memory");
            yield () -> parent == null ? 0 : legacy(Path.of("/proc/cgroups"), parent);
          }
          case CgroupChoice.Unified unified ->
              () -> number(unified.parent().resolve("cgroup.stat"), "nr_dying_descendants", 1);
          case CgroupChoice.None _ -> () -> 0;
        });
  }

  /** Whether the runs of this moment have to let go of their page cache. */
  boolean areTooMany() {
    return tooMany;
  }

  /** The same for the next run; once for each launch, as it counts now and then. */
  boolean count() {
    if (launches.getAndIncrement() % LAUNCHES_BETWEEN_COUNTS == 0) {
      judge(count.getAsLong());
    }
    return tooMany;
  }

  /** Some that are counted are on their way out: only many more are a sign. */
  private synchronized void judge(long now) {
    boolean first = !counted;
    counted = true;
    before = Math.min(before, now);
    if (now <= MOST) {
      tooMany = false;
    } else if (first) {
      tooMany = true;
    } else if (tooMany) {
      tooMany = --untilTry > 0;
      before = now;
    } else if (now - before > MOST) {
      tooMany = true;
      untilTry = pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /**
   * v1: what the kernel counts less what can be seen. In a container that sees a part of the
   * hierarchy the rest counts as lingering, which costs cached files but bounds what is kept.
   */
  private static long legacy(Path table, Path parent) {
    long all = number(table, "memory", 2);
    Path top = parent;
    while (top.getParent() != null && Files.exists(top.resolveSibling("cgroup.procs"))) {
      top = top.getParent();
    }
    return all - directories(top);
  }

  /** A directory and all below it. */
  static long directories(Path top) {
    long found = 1;
    if (hasNone(top)) {
      return found;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(top, Files::isDirectory)) {
      for (Path child : children) {
        found += directories(child);
      }
    } catch (IOException vanished) {
      return found;
    }
    return found;
  }

  /** A directory in a cgroup hierarchy has two links and one more for each in it. */
  private static boolean hasNone(Path directory) {
    try {
      return Files.getAttribute(directory, "unix:nlink").equals(2);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** A column of the line that begins with a word; 0 without such a line. */
  static long number(Path file, String word, int column) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .map(line -> line.split("\\s+", -1))
          .filter(columns -> columns.length > column && columns[0].equals(word))
          .mapToLong(columns -> Long.parseLong(columns[column]))
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException unreadable) {
      return 0;
    }
  }
}
