/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which launch of a sandbox somebody dies in. Its processes make the same steps each time, as long
 * as nothing else goes on in the shim meanwhile.
 */
enum KilledLaunch {
  /** The first: it makes all it needs itself. */
  FIRST(0),
  /** The second, beside which the shim makes ahead what the next ones need: in any order. */
  BESIDE_OTHERS(1),
  /** The third, which finds all that made. */
  WITH_ALL_MADE(2),
  /** One that stood by and goes on, beside which the next one is made to stand by: in any order. */
  STANDING_BY(4);

  /** What one plan makes, and the root. */
  private static final int NETWORKS = 4;

  private static final Command TRUE = Command.of("true");
  private static final int MOST_MS = 500;
  private static final int TRIES = 5;

  private final int before;

  KilledLaunch(int before) {
    this.before = before;
  }

  /** Whether a number means the same step each time. */
  boolean isRegular() {
    return switch (this) {
      case FIRST, WITH_ALL_MADE -> true;
      case BESIDE_OTHERS, STANDING_BY -> false;
    };
  }

  /** Launches what comes before it. False where nothing is made ahead. */
  boolean prepare(Sandbox box) throws InterruptedException {
    for (int i = 0; i < before; i++) {
      run(box);
    }
    return switch (this) {
      case FIRST, BESIDE_OTHERS -> true;
      case WITH_ALL_MADE -> awaitMade();
      case STANDING_BY -> awaitStandingBy(box);
    };
  }

  /** Lets the shim go on with what it does beside the launch. */
  void afterwards() throws InterruptedException {
    switch (this) {
      case FIRST, WITH_ALL_MADE -> {}
      case BESIDE_OTHERS -> awaitMade();
      case STANDING_BY -> standsBy(MOST_MS / 10);
    }
  }

  /** One stands by for a second at most, so it may take more than one. */
  private static boolean awaitStandingBy(Sandbox box) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (standsBy(MOST_MS)) {
        return true;
      }
      run(box);
    }
    return false;
  }

  /** Waits until init and program of a launch are there, and nothing of another run. */
  private static boolean standsBy(int milliseconds) throws InterruptedException {
    for (int i = 0; i < milliseconds; i++) {
      List<ProcessHandle> shims = ManyKills.shims().toList();
      if (shims.isEmpty()) {
        return false;
      }
      if (shims.stream().flatMap(ProcessHandle::children).count() == 2) {
        Thread.sleep(2); // it may have been the last moment of a run
        if (shims.stream().flatMap(ProcessHandle::children).count() == 2) {
          return true;
        }
      }
      Thread.sleep(1);
    }
    return false;
  }

  /** Until all is made, and the processes that made it are gone; or the shim is. */
  private static boolean awaitMade() throws InterruptedException {
    for (int i = 0; i < MOST_MS; i++) {
      if (ManyKills.shims().count() == 0) {
        return false;
      }
      if (held("net:") >= NETWORKS
          && held("mnt:") >= 1
          && ManyKills.shims().flatMap(ProcessHandle::children).findAny().isEmpty()) {
        Thread.sleep(2); // the last descriptors of that plan are closed after its last process
        return true;
      }
      Thread.sleep(1);
    }
    return false;
  }

  /** How many descriptors of such a namespace this JVM has. */
  private static int held(String kind) {
    int count = 0;
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        if (leadsTo(descriptor).startsWith(kind)) {
          count++;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return count;
  }

  private static String leadsTo(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  static void run(Sandbox box) throws InterruptedException {
    try (SandboxResult result = box.run(TRUE)) {
      if (!result.ok()) {
        throw new AssertionError(result.toString());
      }
    }
  }

  /** With a new shim if need be, which sweeps. A launch may meet the old one as it dies. */
  static void runAgain(Sandbox box) throws InterruptedException {
    try {
      run(box);
    } catch (SandboxException dying) {
      run(box);
    }
  }
}
