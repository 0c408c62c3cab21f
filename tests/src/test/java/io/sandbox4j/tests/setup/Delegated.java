/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A cgroup v2 of its own for a test, beside the JVM's, in a subtree that was delegated to the JVM's
 * user.
 *
 * @param at where it is
 */
public record Delegated(Path at) implements AutoCloseable {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** The cgroup v2 of this JVM; skips the test on a host that has it elsewhere or not at all. */
  public static Path ofThisJvm() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      if (line.startsWith("0::/") && Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
        return CGROUPS.resolve(line.substring(4));
      }
    }
    return abort("/sys/fs/cgroup is no cgroup v2 here");
  }

  /**
   * Makes one; skips the test where no subtree is delegated.
   *
   * @param name its name, below the cgroup above the JVM's
   */
  public static Delegated make(String name) throws IOException {
    Path parent = ofThisJvm().getParent();
    if (parent == null || !parent.startsWith(CGROUPS) || !Files.isWritable(parent)) {
      return abort("the cgroup above the JVM's, " + parent + ", is not delegated to it");
    }
    String given = Files.readString(parent.resolve("cgroup.subtree_control"));
    if (!given.contains("memory") || !given.contains("pids")) {
      return abort(parent + " gives its children only the controllers " + given.strip());
    }
    return new Delegated(Files.createDirectory(parent.resolve(name)));
  }

  /** A command that goes into it and executes its arguments. */
  public List<String> enter() {
    return List.of("sh", "-c", "echo 0 > \"$0/cgroup.procs\" && exec \"$@\"", at.toString());
  }

  /** It is busy until the other JVM's shim has noticed its end. */
  @Override
  public void close() throws IOException {
    long end = System.nanoTime() + Place.within(Duration.ofSeconds(2)).toNanos();
    while (!isRemoved()) {
      if (System.nanoTime() > end) {
        throw new IOException(at + " is still in use");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean isRemoved() {
    File[] children = at.toFile().listFiles(File::isDirectory);
    for (File child : children == null ? new File[0] : children) {
      var _ = child.delete();
    }
    return at.toFile().delete();
  }
}
