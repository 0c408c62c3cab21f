/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaunchFiguresTest {

  @Test
  void percentiles_are_measured_times() {
    Series series =
        new Series("s", LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1000).toArray());
    assertEquals(100.0, series.micros(50));
    assertEquals(180.0, series.micros(90));
    assertEquals(198.0, series.micros(99));
  }

  @Test
  void a_series_without_measurement_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Series("s", new long[0]));
  }

  @Test
  void portions_make_up_the_total() {
    assertEquals(13, IntStream.range(0, 5).map(round -> LaunchBenchmark.portion(13, round)).sum());
  }

  @Test
  void the_table_has_ratios_and_names_what_is_missing() {
    var figures =
        new LaunchFigures(
            List.of(
                new Series("posix_spawn", new long[] {100_000}),
                new Series("sandbox-cold", new long[] {250_000})),
            Map.of("firejail", "missing: not installed"),
            LaunchedSandbox.of(List.of(), "a plan"));
    assertEquals(
        """
        microseconds            n        p50        p90        p99  sandbox-cold / it
        posix_spawn             1      100.0      100.0      100.0  2.50
        sandbox-cold            1      250.0      250.0      250.0
        firejail                -          -          -          -  missing: not installed
        """,
        figures.table());
  }

  @Test
  void the_hash_is_of_the_plan() {
    LaunchedSandbox one = LaunchedSandbox.of(List.of(), "a plan");
    assertEquals(64, one.planHash().length());
    assertEquals(one, LaunchedSandbox.of(List.of(), "a plan"));
    assertNotEquals(one, LaunchedSandbox.of(List.of(), "another plan"));
  }
}
