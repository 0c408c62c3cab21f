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

/** Compares plans with texts kept beside the tests. */
public final class Golden {
  private Golden() {}

  /** The plan reads as its text says. */
  public static void assertPlan(String name, PlanBuilder plan) {
    String actual = PlanPrinter.print(plan.build());
    try (InputStream in = Golden.class.getResourceAsStream(name + ".plan.txt")) {
      assertNotNull(in, () -> "no golden text " + name + ".plan.txt; the plan is:\n" + actual);
      assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), actual);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
