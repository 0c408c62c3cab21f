/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README says of messages and of the command line is so. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final String TROUBLESHOOTING = "## Troubleshooting";

  /** The first cell of a table row, as code; dots stand for what differs. */
  private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  @Test
  void quotes_messages_that_the_sources_have() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section = readme.substring(readme.indexOf(TROUBLESHOOTING));
    List<String> messages =
        MESSAGE.matcher(section).results().map(result -> result.group(1)).toList();
    assertTrue(messages.size() >= 8, () -> "only these were found: " + messages);
    String sources = sources();
    assertAll(
        messages.stream()
            .flatMap(message -> Stream.of(message.split("\\.\\.\\.")))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(
                part -> () -> assertTrue(sources.contains(part), () -> "no source says: " + part)));
  }

  @Test
  void uses_options_of_run_that_there_are() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    List<String> used =
        readme
            .lines()
            .filter(line -> line.contains("target/sandbox run"))
            .flatMap(line -> OPTION.matcher(line.split(" -- ", 2)[0]).results())
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertTrue(used.size() >= 2, () -> "only these were found: " + used);
    String sources = sources();
    assertAll(
        used.stream()
            .map(option ->
                () -> assertTrue(sources.contains('"' + option + '"'), () -> "no " + option)));
  }

  /** All Java sources of the library and the examples; strings that were split are whole again. */
  private static String sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(ReadmeTest::javaFiles)
          .map(ReadmeTest::read)
          .collect(Collectors.joining("\n"))
          .replaceAll("\"\\s*\\+\\s*\"", "");
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
