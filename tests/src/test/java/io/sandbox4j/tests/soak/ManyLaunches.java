/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.Census;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.SoakTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A JVM that launches again and again, in a user namespace inside one whose limits of namespaces
 * tell how many there are: nothing lists those that no process is in (P22). What a sandbox has
 * counts in its own name there, and so it must not be counted in this JVM's own namespace.
 */
public final class ManyLaunches {
  /** Where {@code userns.c} takes a new limit, and where it says that it holds. */
  private static final Path ASK = Path.of("/proc/self/fd/100");

  private static final Path ANSWER = Path.of("/proc/self/fd/101");

  /**
   * More than the kernel has in hand of namespaces that it takes apart after their last process.
   */
  static final int MOST_AT_A_TIME = 1000;

  private static final int SETTLING_MS = 250;
  private static final int SETTLING_TRIES = 20;

  private ManyLaunches() {}

  /**
   * Launches.
   *
   * @param arguments how often
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int most = Integer.parseInt(arguments[0]);
    int launches = 0;
    try (Sandbox box = Sandboxes.open()) {
      launch(box); // what a host allows is found out with room for all of it
    }
    int least = leastThatSuffices(1);
    checkThatOneMoreIsSeen(least);
    // Whatever is opened once for all is open now.
    Census before = Census.take();
    SoakTime time = SoakTime.begin();
    try (Sandbox box = Sandboxes.open()) {
      for (; launches < most && !time.isOver(); launches++) {
        launch(box);
        if (launches == 0) {
          Census.rememberShims();
        }
      }
    }
    before.awaitEqual(Duration.ofSeconds(5));
    System.out.println(launches + " launches");
    if (leastThatSuffices(least) > least) {
      throw new AssertionError("one launch takes more namespaces than before: some were leaked");
    }
    System.out.println("namespaces as before");
  }

  private static void launch(Sandbox box) throws InterruptedException {
    try (SandboxResult result = box.run(Command.of("true"))) {
      if (!result.ok()) {
        throw new AssertionError(result.toString());
      }
    }
  }

  /** A measure that does not see a living sandbox would not see a leak. */
  private static void checkThatOneMoreIsSeen(int least) throws IOException, InterruptedException {
    int more;
    try (Sandbox box = Sandboxes.open();
        SandboxProcess _ = box.start(Command.of("sleep", "50"))) {
      more = leastThatSuffices(least);
    }
    System.out.println(least + " namespaces of each kind suffice, beside a sandbox " + more);
    if (more <= least) {
      throw new AssertionError("the measure does not see a living sandbox");
    }
  }

  /** The least limit of namespaces of each kind at which a launch works. */
  private static int leastThatSuffices(int from) throws IOException, InterruptedException {
    try {
      for (int limit = from; limit < MOST_AT_A_TIME; limit++) {
        setLimits(limit);
        if (worksSoon(limit == from ? SETTLING_TRIES : SETTLING_TRIES / 4)) {
          return limit;
        }
      }
      throw new AssertionError(
          "no launch works with " + MOST_AT_A_TIME + " namespaces of each kind");
    } finally {
      setLimits(MOST_AT_A_TIME);
    }
  }

  /** The kernel takes namespaces apart in its own time. */
  private static boolean worksSoon(int tries) throws InterruptedException {
    for (int i = 0; i < tries; i++) {
      try (Sandbox box = Sandboxes.open()) {
        launch(box);
        return true;
      } catch (SandboxException refused) {
        if (!String.valueOf(refused.getMessage()).contains("ENOSPC")) {
          throw refused;
        }
        Thread.sleep(SETTLING_MS);
      }
    }
    return false;
  }

  private static void setLimits(int most) throws IOException {
    try (OutputStream ask = Files.newOutputStream(ASK, StandardOpenOption.WRITE);
        BufferedReader answer = Files.newBufferedReader(ANSWER)) {
      ask.write((most + "\n").getBytes(StandardCharsets.UTF_8));
      if (!"ok".equals(answer.readLine())) {
        throw new IOException("the limits of namespaces are not " + most);
      }
    }
  }
}
