/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A C program, compiled by the host's compiler for one test. */
final class CProgram {
  private final Path folder;

  CProgram(Path folder) {
    assumeTrue(runs("gcc", "--version"), "no gcc: install the package gcc");
    this.folder = folder;
  }

  /** What the program prints, line by line. */
  List<String> output(String source) {
    return run(compile(source).toString()).lines().toList();
  }

  /** The executable, linked statically where asked. */
  Path compile(String source, String... options) {
    try {
      Path file = Files.writeString(folder.resolve("program.c"), source);
      Path program = folder.resolve("program");
      List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-D_GNU_SOURCE"));
      command.addAll(List.of(options));
      command.addAll(List.of("-I", Path.of("src", "jextract").toString()));
      command.addAll(List.of("-o", program.toString(), file.toString()));
      run(command.toArray(String[]::new));
      return program;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static boolean runs(String... command) {
    try {
      run(command);
      return true;
    } catch (AssertionError absent) {
      return false;
    }
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + status + "\n" + output);
      }
      return output;
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
