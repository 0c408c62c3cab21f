/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import io.sandbox4j.Sandbox;
import io.sandbox4j.namespaces.Cgroup;
import io.sandbox4j.seccomp.Seccomp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A JVM of its own with a copy of the library that every user can read. */
public final class OtherJvm {
  /** What it printed on both streams, and how it ended. */
  public record Said(int status, String out, String err) {}

  private final Path home;
  private final List<String> entries = new ArrayList<>();

  /**
   * Copies the library.
   *
   * @param home an empty directory
   * @param main the class to be run, with those it needs besides the library
   */
  public OtherJvm(Path home, Class<?>... main) {
    this.home = home;
    Set<Path> sources = new LinkedHashSet<>();
    for (Class<?> of :
        List.of(
            Sandbox.class,
            Seccomp.class,
            Cgroup.class,
            org.slf4j.LoggerFactory.class,
            org.jspecify.annotations.Nullable.class)) {
      sources.add(source(of));
    }
    try {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      int number = 0;
      for (Path from : sources) {
        Path to = home.resolve(number++ + "-" + from.getFileName());
        copy(from, to);
        entries.add(to.toString());
      }
      for (Class<?> of : main) {
        String name = of.getName().replace('.', '/') + ".class";
        copy(source(of).resolve(name), home.resolve("main").resolve(name));
      }
      entries.add(home.resolve("main").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path source(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Where the copies are. */
  public Path home() {
    return home;
  }

  /** The copies, one a directory or jar. */
  public List<String> entries() {
    return List.copyOf(entries);
  }

  /** The program and its arguments up to the main class. */
  public List<String> java(String... options) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-Xmx128m");
    line.addAll(List.of(options));
    line.add("-cp");
    line.add(String.join(":", entries));
    return line;
  }

  /** Runs a command line to its end. */
  public static Said run(List<String> line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("said", ".out");
    Path err = Files.createTempFile("said", ".err");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(Path.of("/").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int status = process.waitFor();
      return new Said(
          status,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
