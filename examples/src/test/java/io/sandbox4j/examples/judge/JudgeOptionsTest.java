/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeOptionsTest {
  @Test
  void without_arguments_the_shipped_problems_are_judged_on_every_cpu() {
    assertEquals(
        new JudgeOptions(Path.of("examples/problems"), List.of(), 3),
        JudgeOptions.parse(List.of(), 3));
  }

  @Test
  void every_argument_is_taken() {
    assertEquals(
        new JudgeOptions(
            Path.of("p"),
            List.of(
                new JudgeOptions.ReportFile.Json(Path.of("j")),
                new JudgeOptions.ReportFile.Html(Path.of("h"))),
            7),
        JudgeOptions.parse(List.of("--json", "j", "p", "--html", "h", "--jobs", "7"), 3));
  }

  @ParameterizedTest
  @CsvSource({
    "--json, --json",
    "--jobs 0, 0",
    "--jobs many, many",
    "--xml f, --xml",
    "a b, b",
  })
  void other_arguments_are_refused_by_name(String line, String wrong) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> JudgeOptions.parse(List.of(line.split(" ", -1)), 3));
    assertTrue(refused.toString().contains(wrong), refused::toString);
  }
}
