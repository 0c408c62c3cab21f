/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.PlanPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares plans with texts kept beside the tests. After a wanted change all of them are written
 * anew by
 *
 * <pre>mvn -pl sandbox-namespaces -am -Dsandbox4j.golden.update=true test</pre>
 *
 * and the difference is read in the version control.
 */
public final class Golden {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "sandbox4j", "namespaces");

  private Golden() {}

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** The plan reads as its text says. */
  public static void assertPlan(String name, PlanBuilder plan) {
    String actual = PlanPrinter.print(plan.build());
    if (Boolean.getBoolean("sandbox4j.golden.update")) {
      write(FOLDER.resolve(name + ".plan.txt"), actual);
      return;
    }
    try (InputStream in = Golden.class.getResourceAsStream(name + ".plan.txt")) {
      assertNotNull(in, () -> "no golden text " + name + ".plan.txt; the plan is:\n" + actual);
      assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), actual);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
