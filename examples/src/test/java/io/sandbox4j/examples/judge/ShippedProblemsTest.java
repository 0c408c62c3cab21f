/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The judge over the shipped problems: honest programs pass, hostile ones get what they deserve.
 */
@Tag("sandbox")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedProblemsTest {
  /** Tests run in the module's directory or in the one above. */
  private static final Path PROBLEMS =
      Files.isDirectory(Path.of("problems"))
          ? Path.of("problems")
          : Path.of("examples", "problems");

  private List<Judgement> judgements = List.of();

  @BeforeAll
  void judge_them_all() throws Exception {
    HostReport host = Sandbox.probe();
    assumeTrue(host.isSufficient(), () -> "this host cannot isolate: " + host);
    for (String program : List.of("/usr/bin/gcc", "/usr/bin/g++", "/usr/bin/python3")) {
      assumeTrue(Files.isExecutable(Path.of(program)), () -> program + " is not installed");
    }
    var problems = Problem.readAll(PROBLEMS);
    var progress = new Progress(System.err, false, 1);
    judgements = Judge.judgeAll(problems, Runtime.getRuntime().availableProcessors(), progress);
  }

  @Test
  void every_submission_gets_the_verdict_that_is_recorded_for_it() {
    assertAll(
        judgements.stream()
            .map(j ->
                () ->
                    assertTrue(
                        j.isAsExpected() && !j.submission().expected().isEmpty(),
                        () ->
                            "%s/%s: %s, not %s: %s"
                                .formatted(
                                    j.problem(),
                                    j.submission().name(),
                                    j.verdict(),
                                    j.submission().expected(),
                                    j.detail()))));
  }

  @Test
  void there_are_at_least_twenty_five_over_four_problems() {
    assertTrue(judgements.size() >= 25, judgements::toString);
    assertEquals(
        Set.of("path", "primes", "sum", "words"),
        judgements.stream().map(Judgement::problem).collect(Collectors.toSet()));
  }

  @Test
  void they_lead_to_every_verdict_but_a_failure_of_the_judge() {
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Verdict.IE)),
        judgements.stream()
            .map(Judgement::verdict)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Verdict.class))));
  }

  @Test
  void accepted_programs_have_figures() {
    assertAll(
        judgements.stream()
            .filter(j -> j.verdict() == Verdict.AC)
            .map(j ->
                () -> {
                  assertTrue(j.peak().wall().isPositive(), j::toString);
                  assertTrue(j.peak().memory() > 0, j::toString);
                }));
  }

  @Test
  void whoever_tries_every_path_has_used_its_time_and_not_much_more() {
    Judgement judgement =
        judgements.stream()
            .filter(j -> j.submission().name().equals("every_path.cpp"))
            .findFirst()
            .orElseThrow();
    Duration cpu = judgement.peak().cpu();
    assertTrue(cpu.compareTo(Duration.ofMillis(900)) > 0, judgement::toString);
    assertTrue(cpu.compareTo(Duration.ofSeconds(2)) < 0, judgement::toString);
  }

  @Test
  void no_process_is_left_below_the_judge_when_it_is_done() {
    assertEquals(
        List.of(),
        ProcessHandle.current()
            .descendants()
            .map(p -> p.pid() + " " + p.info().command().orElse(""))
            .filter(p -> p.contains("a.out") || p.contains("python") || p.contains("java"))
            .toList());
  }
}
