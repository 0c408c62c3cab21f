/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.HostReport;
import io.sandbox4j.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CI runner on the shipped projects and on steps that misbehave. */
@Tag("sandbox")
class CiRunnerTest {
  private static final Path SAMPLES =
      Files.isDirectory(Path.of("ci")) ? Path.of("ci") : Path.of("examples", "ci");

  @TempDir Path folder;
  private String log = "";

  @BeforeEach
  void the_host_can_isolate() {
    HostReport host = Sandbox.probe();
    assumeTrue(host.isSufficient(), () -> "this host cannot isolate: " + host);
  }

  private int build(Path checkout, Map<String, String> environment) {
    var bytes = new ByteArrayOutputStream();
    var stream = new PrintStream(bytes, true, UTF_8);
    List<String> arguments =
        Stream.concat(
                Stream.of("--cache", folder.resolve("cache").toString()),
                Stream.concat(
                    environment.keySet().stream().flatMap(name -> Stream.of("--secret", name)),
                    Stream.of(
                        "--artifacts", folder.resolve("out").toString(), checkout.toString())))
            .toList();
    int status = CiRunner.run(arguments, environment, stream, stream);
    log = bytes.toString(UTF_8);
    return status;
  }

  private Path checkout(String... pipeline) throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.writeString(checkout.resolve("ci.properties"), String.join("\n", pipeline));
    return checkout;
  }

  @Nested
  class The_c_project {
    @BeforeEach
    void its_tools_are_installed() {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "make is not installed");
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "cc is not installed");
    }

    @Test
    void is_built_tested_and_packed() {
      assertEquals(0, build(SAMPLES.resolve("hello-c"), Map.of()), () -> log);
      assertTrue(log.contains("all tests passed"), () -> log);
      assertTrue(Files.exists(folder.resolve("out/roman.tar")), () -> log);
    }

    @Test
    void is_only_linked_when_built_again_with_the_cache() {
      assertEquals(0, build(SAMPLES.resolve("hello-c"), Map.of()), () -> log);
      assertTrue(log.contains("-c -o /cache/roman.o"), () -> log);
      assertEquals(0, build(SAMPLES.resolve("hello-c"), Map.of()), () -> log);
      assertFalse(log.contains("-c -o /cache/roman.o"), () -> log);
    }
  }

  @Test
  void the_java_project_is_built_and_its_server_answers_a_later_step() {
    Path project = SAMPLES.resolve("hello-java");
    assertEquals(0, build(project, Map.of("SIGNING_KEY", "open sesame")), () -> log);
    assertTrue(log.contains("Hello, loopback!"), () -> log);
    assertTrue(log.contains("signing with ***"), () -> log);
    assertFalse(log.contains("open sesame"), () -> log);
    assertTrue(Files.exists(folder.resolve("out/greeting.jar")), () -> log);
    assertFalse(Files.exists(project.resolve("target")), "the checkout was changed");
  }

  @Nested
  class A_step {
    @Test
    void that_fails_ends_the_build() throws IOException {
      Path checkout = checkout("steps=a, b", "step.a.run=exit 3", "step.b.run=echo second");
      assertEquals(1, build(checkout, Map.of()), () -> log);
      assertFalse(log.contains("second"), () -> log);
    }

    @Test
    void that_exceeds_its_time_ends_the_build() throws IOException {
      Path checkout = checkout("steps=a", "step.a.run=sleep 60", "step.a.wall=0.5s");
      assertEquals(1, build(checkout, Map.of()), () -> log);
      assertTrue(log.contains("WALL_TIME"), () -> log);
    }

    @Test
    void sees_what_the_step_before_wrote() throws IOException {
      Path checkout = checkout("steps=a, b", "step.a.run=echo left > file", "step.b.run=cat file");
      assertEquals(0, build(checkout, Map.of()), () -> log);
      assertTrue(log.contains("   left"), () -> log);
    }

    @Test
    void gets_no_secret_that_it_does_not_name() throws IOException {
      Path checkout = checkout("steps=a", "step.a.run=echo \"[$TOKEN]\"");
      assertEquals(0, build(checkout, Map.of("TOKEN", "hunter2")), () -> log);
      assertTrue(log.contains("[]"), () -> log);
    }

    @Test
    void that_names_a_secret_nobody_gave_is_refused_before_any_runs() throws IOException {
      Path checkout =
          checkout("steps=a, b", "step.a.run=true", "step.b.run=true", "step.b.secrets=TOKEN");
      assertEquals(2, build(checkout, Map.of()), () -> log);
      assertTrue(log.contains("--secret TOKEN"), () -> log);
      assertFalse(log.contains("== a"), "the step before has run");
    }
  }

  @Test
  void an_artifact_that_is_not_there_fails_the_build() throws IOException {
    Path checkout = checkout("steps=a", "step.a.run=true", "artifacts=*.jar");
    assertEquals(1, build(checkout, Map.of()), () -> log);
    assertTrue(log.contains("*.jar"), () -> log);
  }
}
