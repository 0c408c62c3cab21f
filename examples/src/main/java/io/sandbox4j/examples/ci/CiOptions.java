/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What the command line asks for.
 *
 * @param checkout the folder to build, with {@code ci.properties}
 * @param cache where caches are kept
 * @param artifacts where artifacts go
 * @param secrets by name
 */
record CiOptions(Path checkout, Path cache, Path artifacts, Map<String, String> secrets) {
  static final String USAGE =
      """
      usage: ci [--cache DIR] [--artifacts DIR] [--secret NAME]... CHECKOUT

        CHECKOUT         the folder to build; its ci.properties says how. It is copied, not changed.
        --cache DIR      where caches are kept between builds; .ci-cache if not given
        --artifacts DIR  where the artifacts go; ci-artifacts if not given
        --secret NAME    hands the runner's environment variable NAME to the steps that ask for it
        --help           prints this

      Exit status: 0 if every step succeeded, 1 if one failed, 2 if the build could not start.\
      """;

  /** Copies the map. */
  CiOptions {
    secrets = Map.copyOf(secrets);
  }

  /**
   * Reads arguments.
   *
   * @param environment where the values of secrets come from: arguments are for all users to see
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static CiOptions parse(List<String> arguments, Map<String, String> environment) {
    Path cache = Path.of(".ci-cache");
    Path artifacts = Path.of("ci-artifacts");
    Map<String, String> secrets = new HashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--cache" -> cache = Path.of(value(argument, rest));
        case "--artifacts" -> artifacts = Path.of(value(argument, rest));
        case "--secret" -> {
          String name = value(argument, rest);
          String secret = environment.get(name);
          if (secret == null) {
            throw new IllegalArgumentException(
                "--secret " + name + ": the environment has no such variable");
          }
          secrets.put(name, secret);
        }
        default -> {
          if (argument.startsWith("-") || rest.hasNext()) {
            throw new IllegalArgumentException("unexpected argument " + argument + "\n\n" + USAGE);
          }
          return new CiOptions(Path.of(argument), cache, artifacts, secrets);
        }
      }
    }
    throw new IllegalArgumentException("which checkout?\n\n" + USAGE);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value\n\n" + USAGE);
    }
    return rest.next();
  }

  /** The options without the values of secrets. */
  @Override
  public String toString() {
    return "CiOptions["
        + checkout
        + ", "
        + cache
        + ", "
        + artifacts
        + ", "
        + secrets.keySet()
        + "]";
  }
}
