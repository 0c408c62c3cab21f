/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import io.sandbox4j.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What a checkout asks to be done.
 *
 * @param steps in order, at least one
 * @param cacheKey globs of the files that the cache depends on; empty for no cache
 * @param artifacts globs below the workspace, with a pattern in the last component only
 */
record Pipeline(List<Step> steps, List<String> cacheKey, List<String> artifacts) {
  /** Copies the lists. */
  Pipeline {
    steps = List.copyOf(steps);
    cacheKey = List.copyOf(cacheKey);
    artifacts = List.copyOf(artifacts);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("there is no step: write for example steps = build, test");
    }
    for (String artifact : artifacts) {
      if (artifact.startsWith("/") || List.of(artifact.split("/", -1)).contains("..")) {
        throw new IllegalArgumentException(
            "artifacts: " + artifact + " does not lie below the workspace");
      }
    }
  }

  /** Reads a pipeline from a file. */
  static Pipeline read(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    try {
      return of(properties);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(file + ": " + malformed.getMessage(), malformed);
    }
  }

  /**
   * Reads a pipeline. Keys: {@code steps}, {@code cache.key}, {@code artifacts}, and for each step
   * {@code step.NAME.run}, {@code .secrets}, {@code .leave-running}, {@code .cpu}, {@code .wall},
   * {@code .memory}.
   *
   * @throws IllegalArgumentException naming a key that is unknown or a value that is malformed
   */
  static Pipeline of(Properties properties) {
    var keys = new Keys(properties);
    var steps = keys.list("steps").stream().map(keys::step).toList();
    var pipeline = new Pipeline(steps, keys.list("cache.key"), keys.list("artifacts"));
    keys.refuseUnknown();
    return pipeline;
  }

  /** Typed values, and which keys nobody asked for. */
  private static final class Keys {
    private final Properties properties;
    private final TreeSet<String> known = new TreeSet<>();

    Keys(Properties properties) {
      this.properties = properties;
    }

    Step step(String name) {
      String prefix = "step." + name + ".";
      return new Step(
          name,
          text(prefix + "run", ""),
          list(prefix + "secrets"),
          flag(prefix + "leave-running"),
          duration(prefix + "cpu", "60s"),
          duration(prefix + "wall", "5m"),
          Size.parse(text(prefix + "memory", "512m")));
    }

    List<String> list(String key) {
      return Arrays.stream(text(key, "").split("[\\s,]+", -1)).filter(w -> !w.isEmpty()).toList();
    }

    void refuseUnknown() {
      var unknown = new TreeSet<>(properties.stringPropertyNames());
      unknown.removeAll(known);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException("unknown keys " + unknown + "; there are " + known);
      }
    }

    private String text(String key, String otherwise) {
      known.add(key);
      return properties.getProperty(key, otherwise).strip();
    }

    private boolean flag(String key) {
      String text = text(key, "false");
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException(key + " is true or false, not " + text);
      };
    }

    private Duration duration(String key, String otherwise) {
      String text = text(key, otherwise);
      try {
        return Duration.parse("PT" + text);
      } catch (DateTimeParseException malformed) {
        throw new IllegalArgumentException(
            key + " = " + text + ": a duration is for example 90s, 1.5s or 2m30s", malformed);
      }
    }
  }
}
