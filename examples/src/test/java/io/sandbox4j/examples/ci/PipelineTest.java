/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Size;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
  private static Pipeline of(String... lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(String.join("\n", lines)));
    return Pipeline.of(properties);
  }

  @Test
  void steps_come_in_the_order_they_are_named() throws IOException {
    Pipeline pipeline = of("steps = b, a", "step.a.run = make a", "step.b.run = make b");
    assertEquals(List.of("b", "a"), pipeline.steps().stream().map(Step::name).toList());
  }

  @Test
  void a_step_has_its_limits_secrets_and_life() throws IOException {
    Pipeline pipeline =
        of(
            "steps = serve",
            "step.serve.run = server &",
            "step.serve.secrets = TOKEN, KEY",
            "step.serve.leave-running = true",
            "step.serve.cpu = 1.5s",
            "step.serve.wall = 2m30s",
            "step.serve.memory = 64m");
    assertEquals(
        new Step(
            "serve",
            "server &",
            List.of("TOKEN", "KEY"),
            true,
            Duration.ofMillis(1500),
            Duration.ofSeconds(150),
            Size.mib(64)),
        pipeline.steps().getFirst());
  }

  @Test
  void cache_key_and_artifacts_are_lists() throws IOException {
    Pipeline pipeline =
        of("steps=a", "step.a.run=make", "cache.key=Makefile, src/*", "artifacts=out/*.jar");
    assertEquals(List.of("Makefile", "src/*"), pipeline.cacheKey());
    assertEquals(List.of("out/*.jar"), pipeline.artifacts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "artifacts=../secret|../secret",
        "artifacts=/etc/*|/etc/*",
        "step.a.cpu=soon|soon",
        "step.a.leave-running=yes|yes",
        "step.b.run=make b|step.b.run",
        "step.a.memory=lots|lots",
      })
  void a_line_that_cannot_be_meant_is_refused_by_name(String line, String name) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> of("steps=a", "step.a.run=make", line));
    assertTrue(refused.toString().contains(name), refused::toString);
  }

  @Test
  void a_pipeline_without_steps_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> of("artifacts=x"));
  }

  @Test
  void a_step_without_a_command_is_refused_by_name() {
    var refused = assertThrows(IllegalArgumentException.class, () -> of("steps=build"));
    assertTrue(refused.toString().contains("step.build.run"), refused::toString);
  }
}
