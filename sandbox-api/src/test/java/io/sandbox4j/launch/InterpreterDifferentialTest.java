/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The interpreter in C and the simulator in Java do the same with any plan. A failure names its
 * seed; -Dsandbox4j.plan.seed=SEED executes that plan alone.
 */
class InterpreterDifferentialTest {
  private static final int FIXED = 300;
  private static final Set<String> PIDS = Set.of("pid", "child.pid");

  @TempDir static Path folder;
  private static PlanHarness harness;

  @BeforeAll
  static void compile() {
    PlanHarness.requireCompiler();
    harness = new PlanHarness(folder);
  }

  @AfterAll
  static void release() {
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void the_same_plans_as_always_come_to_the_same() {
    Long asked = Long.getLong("sandbox4j.plan.seed");
    if (asked != null) {
      executeBoth(asked);
      return;
    }
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < FIXED; seed++) {
      PlanHarness.Report report = executeBoth(seed);
      seen.add(report.launch().replaceAll("[0-9]+ errno", "errno"));
    }
    // Plans that all fail at once, or never, would compare nothing.
    assertTrue(seen.contains("complete"), seen.toString());
    assertTrue(seen.size() > 4, seen.toString());
  }

  /** One for each difference that new plans have shown. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        32758379374066L // a child that loads a descriptor from where none was written
      })
  void plans_that_differed_once_come_to_the_same(long seed) {
    var _ = executeBoth(seed);
  }

  @Test
  void new_plans_come_to_the_same_as_long_as_there_is_time() {
    long seconds = Long.getLong("sandbox4j.soak.seconds", 60) / 4;
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    long seed = System.nanoTime();
    do {
      executeBoth(seed++);
    } while (System.nanoTime() < end);
  }

  /** Else a slot held a number that nobody had written, to be closed later. */
  @Test
  void a_word_whose_descriptor_finds_no_room_is_refused() {
    PlanBuilder plan = new PlanBuilder();
    RandomPlans.speakingChild(plan, Role.ENTRY, true, List.of(), 0);
    Chunk limit = plan.room(16, "{256, 1024}").put64(0, 256).put64(8, 1024);
    plan.at(Role.SHIM, Stage.USER_NAMESPACE)
        .call(
            "leave no room above the low range",
            "prlimit64",
            Operand.value(0),
            Operand.value(7, "RLIMIT_NOFILE"),
            new Operand.Address(limit, 0),
            Operand.NULL);
    RandomPlans.hear(plan, Role.ENTRY, true);
    PlanHarness.Report report = executeBoth(plan.build(), "no room");
    assertEquals("SHIM step 6 errno 24", report.launch());
    assertEquals(-1, report.slots().get("got"));
  }

  private static PlanHarness.Report executeBoth(long seed) {
    return executeBoth(RandomPlans.next(new SplittableRandom(seed)), "seed " + seed);
  }

  private static PlanHarness.Report executeBoth(LaunchPlan plan, String name) {
    String which = name + "\n" + PlanPrinter.print(plan);
    try {
      PlanHarness.Report interpreted = harness.interpret(plan);
      assertEquals(text(interpreted), text(harness.simulate(plan)), which);
      return interpreted;
    } catch (IllegalStateException hung) {
      throw new AssertionError(hung.getMessage() + ": " + which, hung);
    }
  }

  private static String text(PlanHarness.Report report) {
    StringBuilder out = new StringBuilder();
    out.append("launch ").append(report.launch());
    out.append("\npause ").append(report.pause()).append(" resume ").append(report.resume());
    out.append("\nleft ").append(report.leftover());
    Map<String, Long> slots = new TreeMap<>(report.slots());
    slots.forEach((name, value) -> {
      boolean pid = PIDS.contains(name) && value > 0;
      out.append("\n$").append(name).append(" = ").append(pid ? "a pid" : value);
    });
    out.append("\nowned ").append(report.owned());
    report.data().forEach(chunk -> out.append('\n').append(chunk));
    report.files().forEach(file -> out.append("\nfile ").append(file));
    return out.toString();
  }
}
