/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One shim and one loop per class loader; what a loader used ends, and the loader can go. */
@SandboxSuite
class ClassLoaderTest {
  /**
   * The JDK holds it, too, but softly: of the methods that compare a record's components it keeps
   * the last one asked for, with the component's class (MethodHandle.asType). This JVM forgets such
   * references at once, where others wait until they want the memory.
   */
  private static final String FORGETFUL = "-XX:SoftRefLRUPolicyMSPerMB=0";

  @Test
  void of_a_throw_away_use_is_collected_and_its_threads_end(@TempDir Path home) throws Exception {
    Sandboxes.any();
    String said =
        OwnJvm.of(ThrowAwayLoader.class, home.toString())
            .flags(FORGETFUL, "-Dio.sandbox4j.idleMillis=100")
            .run();
    assertLinesMatch(
        List.of("from a loader of its own2", "threads that stay: []", "collected"),
        said.lines().toList());
  }
}
