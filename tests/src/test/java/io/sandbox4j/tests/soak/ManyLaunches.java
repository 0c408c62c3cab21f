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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A JVM that launches again and again, in a user namespace of its own whose limits of namespaces
 * tell how many there are: nothing lists those that no process is in (P22).
 */
public final class ManyLaunches {
  private static final List<String> KINDS =
      List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time");

  /**
   * More than the kernel has in hand of namespaces that it takes apart after their last process.
   */
  static final int MOST_AT_A_TIME = 64;

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
    if (least == 0) {
      return;
    }
    try (Sandbox box = Sandboxes.open();
        SandboxProcess _ = box.start(Command.of("sleep", "50"))) {
      if (leastThatSuffices(least) <= least) {
        // Its namespaces count for the sandbox's own user, in whose name they are made.
        System.out.println("a living sandbox is not seen in this JVM's limits of namespaces");
      }
    }
  }

  /**
   * The least limit of namespaces of each kind at which a launch works; 0 where the JVM may not set
   * limits, as an ordinary user.
   */
  private static int leastThatSuffices(int from) throws IOException, InterruptedException {
    if (!Files.isWritable(limit("user"))) {
      return 0;
    }
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
    for (String kind : KINDS) {
      Files.writeString(limit(kind), String.valueOf(most));
    }
  }

  private static Path limit(String kind) {
    return Path.of("/proc/sys/user/max_" + kind + "_namespaces");
  }
}
