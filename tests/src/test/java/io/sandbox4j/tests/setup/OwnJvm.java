/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own, for what the tests' JVM cannot be: one with a small heap, with limits or in
 * namespaces of its own, one that is killed. It is started by a nanny that reaps what it leaves.
 */
public final class OwnJvm {
  /** Set in such a JVM: everything it is answerable for descends from its parent. */
  public static final String NANNY = "sandbox4j.nanny";

  private final Class<?> main;
  private final List<String> arguments;
  private final List<String> within = new ArrayList<>();
  private final List<String> flags = new ArrayList<>(List.of("-XX:+UseSerialGC"));

  private OwnJvm(Class<?> main, List<String> arguments) {
    this.main = main;
    this.arguments = arguments;
  }

  /**
   * A JVM.
   *
   * @param main its main class; it fails by an exception or an exit status
   * @param arguments what main gets
   */
  public static OwnJvm of(Class<?> main, String... arguments) {
    return new OwnJvm(main, List.of(arguments));
  }

  /**
   * A command that ends by executing what follows it.
   *
   * @param command its program and arguments
   */
  public OwnJvm within(String... command) {
    within.addAll(List.of(command));
    return this;
  }

  /** Options of java. */
  public OwnJvm flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** Starts it; standard error goes to its standard output. */
  public Process start() {
    List<String> command = new ArrayList<>();
    command.add(Victims.path("nanny").toString());
    command.addAll(within);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-D" + NANNY + "=true");
    command.add("-Dio.sandbox4j.idleMillis=50");
    command.addAll(Place.options());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it to its end.
   *
   * @return what it printed
   * @throws AssertionError with what it printed, unless it ended well
   */
  public String run() throws InterruptedException {
    Process process = start();
    try {
      String said = read(process);
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(main.getSimpleName() + " ended with " + status + ":\n" + said);
      }
      return said;
    } finally {
      process.destroyForcibly(); // a test that is out of time
    }
  }

  private static String read(Process process) {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .lines()
            .filter(line -> !line.startsWith("SLF4J"));
    return String.join("\n", lines.toList());
  }
}
