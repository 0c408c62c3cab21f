/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line that is started by posix_spawn from C, so that Java's own cost of starting
 * processes is not in the figure.
 *
 * @param series the name of the series
 * @param total how many times it runs in all
 * @param baseline the compiled C program that starts and measures
 * @param place {@code pinned} to one CPU, or {@code free}
 * @param command the program's path and its arguments
 */
record SpawnedCommand(String series, int total, Path baseline, String place, List<String> command)
    implements Measurement {
  private static final int WARM_UP = 3;

  /** Copies the command. */
  SpawnedCommand {
    command = List.copyOf(command);
  }

  @Override
  public long[] measure(int n) throws IOException, InterruptedException {
    List<String> argv =
        new ArrayList<>(
            List.of(baseline.toString(), place, String.valueOf(n), String.valueOf(WARM_UP)));
    argv.addAll(command);
    Process process =
        new ProcessBuilder(argv)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(
          said.lines().filter(line -> !line.isBlank()).findFirst().orElse("it failed"));
    }
    return said.lines().mapToLong(Long::parseLong).toArray();
  }
}
