/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
  private final ProcessFigures figures = new ProcessFigures();

  @Test
  void are_those_of_the_program_and_its_awaited_children() {
    String stat = "7 (a.out) R 1 7 7 0 -1 4194304 90 0 0 0 150 20 3 4 20 0 1 0 4711 1 1\n";
    var report = figures.read(Map.of(), Map.of("stat", stat));
    assertAll(
        () -> assertEquals(OptionalLong.of(1_530_000_000L), report.cpuUserNanos()),
        () -> assertEquals(OptionalLong.of(240_000_000L), report.cpuSystemNanos()),
        () -> assertEquals(OptionalLong.of(1_770_000_000L), report.cpuNanos()));
  }

  @Test
  void are_not_led_astray_by_the_name_of_the_program() {
    String stat = "7 (x) R 9 9 9) R 1 7 7 0 -1 4194304 90 0 0 0 5 0 0 0 20 0 1 0 4711 1 1\n";
    assertEquals(
        OptionalLong.of(50_000_000L), figures.read(Map.of(), Map.of("stat", stat)).cpuNanos());
  }

  @Test
  void are_absent_when_the_program_has_ended() {
    assertTrue(figures.read(Map.of(), Map.of()).cpuNanos().isEmpty());
  }
}
