/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A private folder with the programs that the benchmark compiles; gone when it is closed. */
final class Workshop implements AutoCloseable {
  private final Path folder;

  private Workshop(Path folder) {
    this.folder = folder;
  }

  static Workshop open() throws IOException {
    return new Workshop(Files.createTempDirectory("sandbox-bench-"));
  }

  Path folder() {
    return folder;
  }

  /** Compiles the program that every series starts: static, no libc, it exits with 0. */
  Path staticProgram() throws IOException, InterruptedException {
    return compile("exit_at_once", "-static", "-nostdlib", "-ffreestanding", "-no-pie");
  }

  /** Compiles the program that uses CPU and memory. */
  Path load() throws IOException, InterruptedException {
    return compile("load", "-static");
  }

  /** Compiles the program whose calls are answered by a supervisor. */
  Path notifiedCall() throws IOException, InterruptedException {
    return compile("notified_call", "-static");
  }

  /** Compiles the program that measures posix_spawn. */
  Path spawnBaseline() throws IOException, InterruptedException {
    return compile("spawn_baseline");
  }

  /** Compiles the program that measures filters. */
  Path filteredCalls() throws IOException, InterruptedException {
    return compile("filtered_calls");
  }

  private Path compile(String name, String... flags) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream in = Workshop.class.getResourceAsStream(name + ".c")) {
      Files.copy(Objects.requireNonNull(in, name + ".c is not in the jar"), source);
    }
    Path program = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-Wall", "-Werror"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", program.toString(), source.toString()));
    run(command);
    return program;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new IOException("the benchmark compiles its programs with gcc; install gcc", missing);
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
