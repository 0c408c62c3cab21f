/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's sample, compiled by a project that depends on one artifact of the library, in the three
 * ways a user may start it. {@code -Dconsumer.skip} leaves it out.
 */
@Timeout(120)
class ReadmeSampleIT {
  private static final Path BUILT = Path.of(System.getProperty("sandbox4j.consumer"), "target");
  private static final Path JAR = BUILT.resolve("sample-1.0.jar");
  private static final Path SHADED = BUILT.resolve("sample-1.0-shaded.jar");
  private static final Path LIBRARIES = BUILT.resolve("lib");
  private static final String GREETING = "Exited[status=0]: hello from user 1000";

  @TempDir Path scratch;

  @Test
  void runs_on_the_class_path() throws Exception {
    assertEquals(
        GREETING,
        java(
            "--enable-native-access=ALL-UNNAMED",
            "--class-path",
            JAR + ":" + LIBRARIES + "/*",
            "com.example.sample.Sample"));
  }

  @Test
  void runs_on_the_module_path() throws Exception {
    assertEquals(
        GREETING,
        java(
            "--enable-native-access=io.sandbox4j",
            "--module-path",
            JAR + ":" + LIBRARIES,
            "--module",
            "com.example.sample/com.example.sample.Sample"));
  }

  @Test
  void runs_as_a_shaded_jar_whose_manifest_grants_native_access() throws Exception {
    assertEquals(GREETING, java("-jar", SHADED.toString()));
  }

  @Test
  void needs_nothing_but_the_layers_and_the_logging_facade() throws IOException {
    try (var files = Files.list(LIBRARIES)) {
      assertEquals(
          "guava jspecify sandbox-api sandbox-namespaces sandbox-seccomp slf4j-api",
          files
              .map(file -> file.getFileName().toString().replaceFirst("-[0-9].*", ""))
              .filter(name -> !GUAVA_BRINGS.contains(name))
              .sorted()
              .collect(Collectors.joining(" ")));
    }
  }

  private static final List<String> GUAVA_BRINGS =
      List.of("failureaccess", "listenablefuture", "error_prone_annotations", "j2objc-annotations");

  /** What the program printed, after it ended well; what it said otherwise is part of the failure. */
  private String java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--illegal-native-access=deny");
    command.addAll(List.of(arguments));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    assertTrue(
        status == 0,
        () -> String.join(" ", command) + " ended with " + status + "\n" + text(out) + text(err));
    return text(out).strip();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
