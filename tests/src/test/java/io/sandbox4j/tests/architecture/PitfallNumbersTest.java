/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule of the threat model has a test that names it, or says there why it has none. */
class PitfallNumbersTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED = Pattern.compile("\\bp(\\d+)b?_\\w+\\(");
  private static final Pattern RULE = Pattern.compile("\\bP(\\d+)b?\\b");

  /** The numbers of the process engine and of filters; the app kernel's are others. */
  private static Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>();
    IntStream.rangeClosed(1, 29).forEach(numbers::add);
    IntStream.rangeClosed(42, 53).forEach(numbers::add);
    return numbers;
  }

  private static Set<Integer> tested() throws IOException {
    Set<Integer> tested = new TreeSet<>();
    for (String module :
        new String[] {
          "sandbox-api", "sandbox-namespaces", "sandbox-seccomp", "examples", "tests"
        }) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          NAMED
              .matcher(Files.readString(file))
              .results()
              .forEach(match -> tested.add(Integer.valueOf(match.group(1))));
        }
      }
    }
    return tested;
  }

  @Test
  void each_has_a_row_in_the_threat_model_and_a_test_or_a_reason() throws IOException {
    Set<Integer> rows = new TreeSet<>();
    Set<Integer> without = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve(".github/SECURITY.md"))) {
      if (line.startsWith("| P")) {
        Set<Integer> here = new TreeSet<>();
        RULE.matcher(line.substring(0, line.indexOf('|', 1)))
            .results()
            .forEach(match -> here.add(Integer.valueOf(match.group(1))));
        rows.addAll(here);
        if (line.endsWith("| none |")) {
          without.addAll(here);
        }
      }
    }
    Set<Integer> untested = new TreeSet<>(numbers());
    untested.removeAll(tested());
    assertAll(
        () -> assertEquals(numbers(), rows),
        () -> assertEquals(without, untested),
        () -> assertTrue(without.size() < 3, without::toString));
  }
}
