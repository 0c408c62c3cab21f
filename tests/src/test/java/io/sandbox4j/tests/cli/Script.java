/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.tests.setup.Sandboxes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code examples/target/sandbox} as the build has made it.
 *
 * @param file the script, or a link to it
 * @param folder the working directory
 */
record Script(Path file, Path folder) {

  /**
   * How a run of the script ended.
   *
   * @param status the exit status
   * @param out standard output
   * @param err standard error
   */
  record Ended(int status, String out, String err) {}

  /** The script, started in a folder; skips the test where the build has not made it. */
  static Script in(Path folder) {
    Path file = Path.of("..", "examples", "target", "sandbox").toAbsolutePath().normalize();
    assumeTrue(Files.isExecutable(file), () -> "mvn package has not made " + file);
    return new Script(file, folder);
  }

  /** The script by another name. */
  Script as(Path other) {
    return new Script(other, folder);
  }

  /** Runs a program under pure defaults where the host has cgroups, else with the substitute. */
  Ended run(String... arguments) {
    return sandbox("", with("run", limits(), List.of(arguments)));
  }

  /** The same with something on standard input. */
  Ended runWithInput(String in, String... arguments) {
    return sandbox(in, with("run", limits(), List.of(arguments)));
  }

  /** Learns a policy from a program, with these options and that command. */
  Ended learn(String... arguments) {
    List<String> first = new ArrayList<>(List.of("learn"));
    first.addAll(limits());
    return sandbox("", with("seccomp", first, List.of(arguments)));
  }

  /** The script with these arguments alone. */
  Ended plain(String... arguments) {
    return sandbox("", List.of(arguments));
  }

  /** Starts a run and leaves it running; its output can be read. */
  Process start(String... arguments) throws IOException {
    return builder(with("run", limits(), List.of(arguments)))
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private static List<String> limits() {
    Sandboxes.any();
    return Sandboxes.hasCgroup() ? List.of() : List.of("--limits", "rlimit");
  }

  private static List<String> with(String command, List<String> first, List<String> then) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(first);
    all.addAll(then);
    return all;
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private Ended sandbox(String in, List<String> arguments) {
    try {
      Path input = Files.writeString(folder.resolve("in"), in);
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      Process process =
          builder(arguments)
              .redirectInput(input.toFile())
              .redirectOutput(Redirect.to(out.toFile()))
              .redirectError(Redirect.to(err.toFile()))
              .start();
      int status = process.waitFor();
      return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
