/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.Command;
import io.sandbox4j.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that uses a host: for ever, or for a fixed amount of work whose time it tells.
 *
 * @param program the compiled program
 */
record Load(Path program) {
  private static final String NAME = "load";

  static Load in(Workshop workshop) throws IOException, InterruptedException {
    return new Load(workshop.load());
  }

  /** To be run in a sandbox. */
  Command sandboxed(String what) throws IOException {
    return Command.of("./" + NAME, what)
        .copyIn(NAME, Source.bytes(Files.readAllBytes(program)).executable());
  }

  /** Runs it unsandboxed to its end; the nanoseconds of its work. */
  long nativeNanos(String what) throws IOException, InterruptedException {
    Process process = start(what);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program + " " + what + " ended with " + process.exitValue());
    }
    return nanos(said);
  }

  /** What it says about its work. */
  static long nanos(String said) {
    return Long.parseLong(said.substring(0, said.indexOf(' ')));
  }

  private Process start(String what) throws IOException {
    return new ProcessBuilder(program.toString(), what).start();
  }

  /** Keeps every CPU busy, unsandboxed, until it is closed. */
  Others onEveryCpu() throws IOException {
    List<Process> spinning = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      spinning.add(start("spin"));
    }
    return new Others(spinning);
  }

  /**
   * Programs that are in the way.
   *
   * @param spinning their processes
   */
  record Others(List<Process> spinning) implements AutoCloseable {
    @Override
    public void close() {
      spinning.forEach(Process::destroyForcibly);
    }
  }
}
