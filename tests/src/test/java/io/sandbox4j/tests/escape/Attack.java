/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.escape;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Session;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.CPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of the corpus with its arguments. It reports in one line, {@code won: how} or {@code
 * shut: why}.
 *
 * @param name its source without .c
 * @param arguments its arguments
 */
record Attack(String name, List<String> arguments) {
  Attack {
    arguments = List.copyOf(arguments);
  }

  static Attack of(String name, String... arguments) {
    return new Attack(name, List.of(arguments));
  }

  Path program() {
    return CPrograms.path("/escapes/" + name + ".c", "/escapes/attack.h");
  }

  /** As a command that brings the program along. */
  Command command() {
    List<String> argv = new ArrayList<>(List.of("/work/" + name));
    argv.addAll(arguments);
    return Command.of(argv).copyIn(name, Source.file(program()).executable());
  }

  String in(Sandbox box) throws InterruptedException {
    return box.run(command()).orThrow().stdout().text().trim();
  }

  String in(Session session) throws InterruptedException {
    return session.run(command()).orThrow().stdout().text().trim();
  }

  /** Without a sandbox, under the test's own user, in a directory of its own. */
  String bare(Path directory) throws IOException, InterruptedException {
    Process process = start(directory);
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    process.waitFor();
    return said;
  }

  /** The same, running until its input is closed or the process destroyed. */
  Process start(Path directory) throws IOException {
    List<String> argv = new ArrayList<>(List.of(program().toString()));
    argv.addAll(arguments);
    return new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true).start();
  }
}
