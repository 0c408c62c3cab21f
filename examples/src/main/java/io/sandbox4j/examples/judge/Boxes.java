/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import io.sandbox4j.Isolation;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxException;
import io.sandbox4j.Size;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The two sandboxes of a judge: one for compilers, one for submissions. Both end a run that makes a
 * dangerous system call. The limits of the second are the largest of all problems; each run gets
 * its own problem's.
 *
 * @param compilers where compilers run
 * @param programs where submissions run
 */
record Boxes(Sandbox compilers, Sandbox programs) implements AutoCloseable {
  /** Also for messages of a compiler that a hostile source makes talkative. */
  private static final Size COMPILER_OUTPUT = Size.mib(1);

  /**
   * Builds both.
   *
   * @param problems whose limits are the ceiling
   * @throws SandboxException if this host cannot isolate, with what to do about it
   */
  static Boxes open(List<Problem> problems) {
    Sandbox compilers =
        common()
            .limits(l ->
                l.cpuTime(Duration.ofSeconds(10))
                    .wallTime(Duration.ofSeconds(40))
                    .memory(Size.mib(512))
                    .tasks(64)
                    .output(COMPILER_OUTPUT))
            .build();
    try {
      return new Boxes(compilers, programs(problems));
    } catch (RuntimeException failed) {
      compilers.close();
      throw failed;
    }
  }

  private static Sandbox programs(List<Problem> problems) {
    return common()
        .limits(l ->
            l.cpuTime(most(problems, p -> longest(p.rules())))
                .wallTime(most(problems, p -> p.rules().wall()))
                .memory(most(problems, p -> Language.JAVA.wholeMemory(p.rules().memory())))
                .tasks(64)
                .output(most(problems, p -> p.rules().output()))
                .disk(Size.mib(80))
                .stack(Size.mib(64)))
        .build();
  }

  private static Sandbox.Builder common() {
    return Sandbox.builder()
        .bindReadOnly(Path.of(System.getProperty("java.home")), Language.JDK)
        .isolation(Isolation.process().with(new SeccompOption("judge", SeccompMode.KILL)));
  }

  private static Duration longest(ProblemRules rules) {
    return List.of(Language.values()).stream()
        .map(rules::cpu)
        .max(Comparator.naturalOrder())
        .orElse(rules.cpu());
  }

  private static <T extends Comparable<T>> T most(
      List<Problem> problems, Function<Problem, T> figure) {
    return problems.stream().map(figure).max(Comparator.naturalOrder()).orElseThrow();
  }

  @Override
  public void close() {
    try (compilers) {
      programs.close();
    }
  }
}
