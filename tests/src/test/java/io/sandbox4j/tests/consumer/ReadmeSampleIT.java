/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's sample, compiled by a project that depends on one artifact of the library, in the
 * three ways a user may start it. {@code -Dconsumer.skip} leaves it out.
 */
@Timeout(120)
class ReadmeSampleIT {
  private static final Path PROJECT = path("sandbox4j.consumer");
  private static final Path JAR = PROJECT.resolve("target/sample-1.0.jar");
  private static final Path SHADED = PROJECT.resolve("target/sample-1.0-shaded.jar");
  private static final Path LIBRARIES = PROJECT.resolve("target/lib");

  @TempDir Path scratch;

  @Nested
  class The_sample {
    @BeforeEach
    void the_host_can_build_a_sandbox() {
      HostReport host = Sandbox.probe();
      assumeTrue(host.isSufficient(), () -> "this host cannot build a sandbox: " + host);
    }

    @Test
    void runs_on_the_class_path() throws Exception {
      assertAddsOneAndTwo(
          "--enable-native-access=ALL-UNNAMED",
          "--class-path",
          JAR + ":" + LIBRARIES + "/*",
          "com.example.sample.Sample");
    }

    @Test
    void runs_on_the_module_path() throws Exception {
      assertAddsOneAndTwo(
          "--enable-native-access=io.sandbox4j",
          "--module-path",
          JAR + ":" + LIBRARIES,
          "--module",
          "com.example.sample/com.example.sample.Sample");
    }

    @Test
    void runs_as_a_shaded_jar_whose_manifest_grants_native_access() throws Exception {
      assertAddsOneAndTwo("-jar", SHADED.toString());
    }
  }

  @Nested
  class The_readme {
    @Test
    void shows_the_sample_that_these_tests_run() throws IOException {
      String source =
          Files.readString(PROJECT.resolve("src/main/java/com/example/sample/Sample.java"), UTF_8);
      String shown =
          source.substring(
              source.indexOf('\n', source.indexOf("@start")), source.indexOf("// @end"));
      String readme = Files.readString(path("sandbox4j.readme"), UTF_8);
      assertTrue(
          withoutSpace(readme).contains(withoutSpace(shown)),
          () -> "the README lacks these lines:" + shown);
    }

    private static String withoutSpace(String text) {
      return text.replaceAll("\\s+", "");
    }
  }

  @Nested
  class One_dependency {
    private static final List<String> PART_OF_GUAVA =
        List.of(
            "failureaccess", "listenablefuture", "error_prone_annotations", "j2objc-annotations");

    @Test
    void brings_the_layers_guava_and_the_logging_facade_and_nothing_else() throws IOException {
      try (var files = Files.list(LIBRARIES)) {
        assertEquals(
            "guava jspecify sandbox-api sandbox-namespaces sandbox-seccomp slf4j-api",
            files
                .map(file -> file.getFileName().toString().replaceFirst("-[0-9].*", ""))
                .filter(name -> !PART_OF_GUAVA.contains(name))
                .sorted()
                .collect(Collectors.joining(" ")));
      }
    }
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property, property + " is not set"));
  }

  /** Runs the sample, on a program that adds two numbers, in a JVM that denies by default. */
  private void assertAddsOneAndTwo(String... arguments) throws IOException, InterruptedException {
    Path adder = scratch.resolve("adder");
    Files.writeString(adder, "#!/bin/sh\nread a b\necho $((a + b))\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--illegal-native-access=deny");
    command.addAll(List.of(arguments));
    command.add(adder.toString());
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    String report =
        String.join(" ", command) + "\nended with " + status + "\n" + text(out) + text(err);
    assertEquals(0, status, report);
    assertTrue(text(out).startsWith("Exited[status=0] 3\nPT"), report);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
