/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import io.sandbox4j.Command;
import io.sandbox4j.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Small hostile or probing C programs, compiled once per JVM into static executables. */
public final class Victims {
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private static final class Home {
    static final Path DIRECTORY = make();

    private static Path make() {
      try {
        Path made = Files.createTempDirectory("victims");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

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
    return COMPILED.computeIfAbsent(name, Victims::compile);
  }

  private static Path compile(String name) {
    Path source = Home.DIRECTORY.resolve(name + ".c");
    Path program = Home.DIRECTORY.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(
            Victims.class.getResourceAsStream("/victims/" + name + ".c"), name + ".c")) {
      Files.copy(in, source);
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-static", "-O1", "-pthread", "-o", program.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc refused " + name + ".c:\n" + said);
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while compiling " + name, e);
    }
  }

  private static void remove(Path directory) {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException _) {
      // A leftover in the temporary directory at the JVM's end harms nobody.
    }
  }
}
