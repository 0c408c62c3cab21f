/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import io.sandbox4j.Command;
import io.sandbox4j.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small hostile or probing C programs, compiled once per JVM into static executables. */
public final class Victims {
  private Victims() {}

  /**
   * A command that copies a victim into the sandbox and runs it.
   *
   * @param name the source's name without .c
   * @param arguments the program's arguments
   */
  public static Command run(String name, String... arguments) {
    List<String> argv = new ArrayList<>();
    argv.add("/work/" + name);
    argv.addAll(List.of(arguments));
    return Command.of(argv).copyIn(name, Source.file(path(name)).executable());
  }

  /**
   * The executable of a victim.
   *
   * @param name the source's name without .c
   */
  public static Path path(String name) {
    return CPrograms.path("/victims/" + name + ".c");
  }
}
