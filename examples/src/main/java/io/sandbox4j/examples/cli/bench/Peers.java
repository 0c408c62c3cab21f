/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Other tools that start a program behind walls, as far as this host has them. */
final class Peers {
  private static final int RUNS = 50;

  private final Workshop workshop;
  private final Path program;
  private final Path baseline;
  private final List<Path> path;

  private Peers(Workshop workshop, Path program, Path baseline, List<Path> path) {
    this.workshop = workshop;
    this.program = program;
    this.baseline = baseline;
    this.path = path;
  }

  /**
   * Looks for peers.
   *
   * @param searchPath folders with colons between them, as in the variable PATH
   */
  static Peers in(Workshop workshop, Path program, Path baseline, String searchPath) {
    return new Peers(
        workshop,
        program,
        baseline,
        Arrays.stream(searchPath.split(":")).filter(d -> !d.isEmpty()).map(Path::of).toList());
  }

  /** Each peer's series with its measurement, or empty where the tool is not installed. */
  Map<String, Optional<Measurement>> all() throws IOException {
    String inside = "/bench/" + program.getFileName();
    String bundle = bundle().toString();
    String state = Files.createDirectories(workshop.folder().resolve("state")).toString();
    Map<String, Optional<Measurement>> peers = new LinkedHashMap<>();
    add(
        peers,
        "bubblewrap",
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--ro-bind",
        "/usr",
        "/usr",
        "--ro-bind",
        workshop.folder().toString(),
        "/bench",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",
        inside);
    add(peers, "crun", "crun", "--root", state, "run", "--bundle", bundle, "sandbox4j-bench-crun");
    add(peers, "runc", "runc", "--root", state, "run", "--bundle", bundle, "sandbox4j-bench-runc");
    add(peers, "firejail", "firejail", "--quiet", "--noprofile", "--net=none", program.toString());
    add(peers, "runsc", "runsc", "--network=none", "--root", state, "do", program.toString());
    return peers;
  }

  private void add(
      Map<String, Optional<Measurement>> peers, String series, String tool, String... arguments) {
    peers.put(
        series,
        find(tool)
            .map(found -> {
              List<String> command = new java.util.ArrayList<>(List.of(found.toString()));
              command.addAll(List.of(arguments));
              return new SpawnedCommand(series, RUNS, baseline, "free", command);
            }));
  }

  private Optional<Path> find(String tool) {
    return path.stream()
        .map(folder -> folder.resolve(tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A bundle as OCI runtimes take it: the program alone in a root directory, and a configuration.
   */
  private Path bundle() throws IOException {
    Path bundle = Files.createDirectories(workshop.folder().resolve("bundle"));
    Path rootfs = Files.createDirectories(bundle.resolve("rootfs"));
    for (String mountPoint : List.of("proc", "dev", "sys")) {
      Files.createDirectories(rootfs.resolve(mountPoint));
    }
    Path copy = Files.copy(program, rootfs.resolve("exit_at_once"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream in = Peers.class.getResourceAsStream("oci_config.json")) {
      Files.copy(
          Objects.requireNonNull(in, "oci_config.json is not in the jar"),
          bundle.resolve("config.json"));
    }
    return bundle;
  }
}
