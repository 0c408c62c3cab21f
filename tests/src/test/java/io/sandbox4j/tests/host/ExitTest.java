/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a JVM that used the library. */
@SandboxSuite
class ExitTest {
  /** A JVM waits so long for a thread in a system call (vmOperations.cpp). */
  private static final Duration A_THREAD_IN_A_CALL = Duration.ofMillis(300);

  /** A busy machine delays one exit, hardly all of them. */
  private static final int TRIES = 5;

  @Test
  void waits_for_no_thread_of_the_library() throws Exception {
    Sandboxes.open().close();
    Duration bound = Place.within(A_THREAD_IN_A_CALL);
    List<Duration> exits = new ArrayList<>();
    do {
      exits.add(exit());
    } while (exits.getLast().compareTo(bound) >= 0 && exits.size() < TRIES);
    assertTrue(exits.getLast().compareTo(bound) < 0, () -> "took " + exits);
  }

  private static Duration exit() throws Exception {
    Process jvm = OwnJvm.of(ExitMain.class).flags("-Dio.sandbox4j.idleMillis=60000").start();
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      while (line != null && !line.equals("exits")) {
        line = said.readLine();
      }
      long begin = System.nanoTime();
      assertEquals(0, jvm.waitFor());
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }
}
