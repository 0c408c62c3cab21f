/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A problem, read from a folder: {@code problem.properties}, {@code tests/NN.in} and {@code
 * NN.out}, {@code submissions/} with {@code expected.properties}.
 *
 * @param name the folder's name
 * @param rules limits and comparison
 * @param tests in the order of their names, at least one
 * @param submissions in the order of their names
 */
record Problem(
    String name, ProblemRules rules, List<TestCase> tests, List<Submission> submissions) {
  private static final String RULES = "problem.properties";

  /** Copies the lists. */
  Problem {
    tests = List.copyOf(tests);
    submissions = List.copyOf(submissions);
  }

  /**
   * Reads every folder that has a {@code problem.properties}.
   *
   * @param folder the folder of problems
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a problem is malformed, or there is none
   */
  static List<Problem> readAll(Path folder) throws IOException {
    List<Problem> problems = new ArrayList<>();
    for (Path child : list(folder, p -> Files.isRegularFile(p.resolve(RULES)))) {
      problems.add(read(child));
    }
    if (problems.isEmpty()) {
      throw new IllegalArgumentException(
          "no folder in " + folder + " has a " + RULES + "; see examples/problems for four");
    }
    return problems;
  }

  /** Reads one problem. */
  static Problem read(Path folder) throws IOException {
    try {
      return new Problem(
          folder.getFileName().toString(),
          ProblemRules.of(properties(folder.resolve(RULES))),
          tests(folder.resolve("tests")),
          submissions(folder.resolve("submissions")));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(folder + ": " + malformed.getMessage(), malformed);
    }
  }

  private static List<TestCase> tests(Path folder) throws IOException {
    List<TestCase> tests = new ArrayList<>();
    for (Path input : list(folder, p -> p.toString().endsWith(".in"))) {
      String name = input.getFileName().toString().replaceFirst("\\.in$", "");
      Path answer = folder.resolve(name + ".out");
      if (!Files.isRegularFile(answer)) {
        throw new IllegalArgumentException("test " + name + " has an .in and no .out");
      }
      tests.add(new TestCase(name, input, answer));
    }
    if (tests.isEmpty()) {
      throw new IllegalArgumentException("there is no test: no file *.in in " + folder);
    }
    return tests;
  }

  private static List<Submission> submissions(Path folder) throws IOException {
    Path expectations = folder.resolve("expected.properties");
    Properties expected = Files.exists(expectations) ? properties(expectations) : new Properties();
    Set<String> without = new TreeSet<>(expected.stringPropertyNames());
    List<Submission> submissions = new ArrayList<>();
    for (Path file : list(folder, p -> Language.of(p).isPresent())) {
      String name = file.getFileName().toString();
      without.remove(name);
      submissions.add(
          new Submission(
              name,
              Language.of(file).orElseThrow(),
              file,
              verdicts(name, expected.getProperty(name, ""))));
    }
    if (!without.isEmpty()) {
      throw new IllegalArgumentException("expected.properties names files not there: " + without);
    }
    return submissions;
  }

  private static Set<Verdict> verdicts(String name, String text) {
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    for (String word : text.strip().split("[\\s,]+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      try {
        verdicts.add(Verdict.valueOf(word));
      } catch (IllegalArgumentException unknown) {
        throw new IllegalArgumentException(
            name + " = " + word + ": a verdict is one of " + List.of(Verdict.values()), unknown);
      }
    }
    return verdicts;
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(wanted).sorted().toList();
    }
  }
}
