/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.SyscallTable;
import io.sandbox4j.launch.LaunchPlan;
import io.sandbox4j.launch.PlanCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole plans as text; {@link GoldenText} says how to write the texts anew. */
class GoldenPlansTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void reads_as_its_text_says(GoldenSandbox sandbox) throws IOException {
    String name = sandbox.name().toLowerCase(Locale.ROOT).replace('_', '-');
    GoldenText.assertKept(name, sandbox.text(folder));
  }

  @ParameterizedTest
  @EnumSource
  void is_the_same_each_time(GoldenSandbox sandbox) throws IOException {
    assertEquals(sandbox.text(folder), sandbox.text(folder));
  }

  @ParameterizedTest
  @EnumSource
  void fits_into_a_block_on_each_architecture(GoldenSandbox sandbox) throws IOException {
    LaunchPlan plan = sandbox.plan(folder);
    for (Arch arch : Arch.values()) {
      assertTrue(PlanCompiler.compile(plan, SyscallTable.of(arch)).length > 1000);
    }
  }

  @Test
  void a_secret_shows_nowhere() throws IOException {
    String text = GoldenSandbox.FILES_IN_AND_OUT.text(folder);
    assertTrue(text.contains("\"TOKEN=***\""), text);
    assertTrue(text.contains("\"KEY=***\""), text);
    assertFalse(text.contains(GoldenSandbox.SECRET), text);
  }

  @Test
  void between_them_the_sandboxes_use_every_special_step() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (GoldenSandbox sandbox : GoldenSandbox.values()) {
      sandbox.plan(folder).steps().forEach(step -> seen.add(step.action().toString()));
    }
    for (var special : io.sandbox4j.launch.Action.Special.values()) {
      assertTrue(seen.contains(special.toString()), special + " is in none of them");
    }
  }

  @Test
  void a_difference_shows_what_goes_and_what_comes() {
    assertEquals(
        "  ...\n  b\n  c\n- d\n+ D\n  e\n  f\n",
        GoldenText.difference(
            List.of("a", "b", "c", "d", "e", "f", "g"),
            List.of("a", "b", "c", "D", "e", "f", "g")));
  }
}
