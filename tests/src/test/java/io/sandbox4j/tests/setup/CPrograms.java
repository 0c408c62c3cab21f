/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** C programs among the test resources, compiled once per JVM into static executables. */
public final class CPrograms {
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private static final class Home {
    static final Path DIRECTORY = make();

    private static Path make() {
      try {
        Path made = Files.createTempDirectory("programs");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private CPrograms() {}

  /**
   * The executable of a program.
   *
   * @param source its resource, for example {@code /victims/hog.c}
   * @param headers resources that it includes
   */
  public static Path path(String source, String... headers) {
    return COMPILED.computeIfAbsent(source, s -> compile(s, List.of(headers)));
  }

  private static Path compile(String resource, List<String> headers) {
    try {
      headers.forEach(CPrograms::unpack);
      Path source = unpack(resource);
      Path program = Path.of(source.toString().replaceAll("\\.c$", ""));
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-static", "-O1", "-pthread", "-o", program.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc refused " + resource + ":\n" + said);
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while compiling " + resource, e);
    }
  }

  private static Path unpack(String resource) {
    Path target = Home.DIRECTORY.resolve(Path.of(resource).getFileName());
    try (InputStream in =
        Objects.requireNonNull(CPrograms.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
