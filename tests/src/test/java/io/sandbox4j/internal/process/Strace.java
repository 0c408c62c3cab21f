/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** {@code strace} at a process and at all that it will clone. */
final class Strace implements AutoCloseable {
  private final Path folder;
  private final Process strace;

  /** Returns when it is attached. */
  Strace(Path folder, long pid) throws IOException {
    this.folder = folder;
    Process started;
    try {
      started =
          new ProcessBuilder(
                  "strace",
                  "-ff",
                  "-X",
                  "raw",
                  "-xx",
                  "-s",
                  "1048576",
                  "-e",
                  "signal=none",
                  "-o",
                  folder.resolve("trace").toString(),
                  "-p",
                  Long.toString(pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException absent) {
      throw new TestAbortedException("no strace: install the package strace", absent);
    }
    strace = started;
    BufferedReader said = strace.errorReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (line == null || !line.endsWith(" attached")) {
      strace.destroyForcibly();
      throw new TestAbortedException("strace cannot attach here: " + line);
    }
    Thread.ofVirtual().start(() -> drain(said)); // or it would block
  }

  private static void drain(BufferedReader said) {
    try {
      while (said.readLine() != null) {
        // Nobody reads it.
      }
    } catch (IOException closed) {
      // By destroy, as strace ended.
    }
  }

  /** What a process did, after {@link #close}. */
  TracedProcess of(String who, long pid) {
    try {
      return TracedProcess.read(who + " " + pid, folder.resolve("trace." + pid));
    } catch (IOException absent) {
      throw new AssertionError("no trace of " + who, absent);
    }
  }

  /** Lets go of them. */
  @Override
  public void close() throws IOException {
    strace.destroy();
    try {
      if (!strace.waitFor(30, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
        throw new IOException("strace does not end");
      }
    } catch (InterruptedException interrupt) {
      throw new AssertionError(interrupt);
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        throw new IOException("strace has written nothing");
      }
    }
  }
}
