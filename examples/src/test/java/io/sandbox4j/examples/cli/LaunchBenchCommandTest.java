/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.examples.cli.bench.LaunchFigures;
import io.sandbox4j.examples.cli.bench.LaunchedSandbox;
import io.sandbox4j.examples.cli.bench.Series;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchBenchCommandTest {
  @Test
  void the_json_is_a_list_whose_sandbox_series_tell_walls_and_plan() {
    var figures =
        new LaunchFigures(
            List.of(
                new Series("posix_spawn", new long[] {100_000}),
                new Series("sandbox-cold", new long[] {250_000})),
            Map.of(),
            new LaunchedSandbox(List.of(new WallState(Wall.SECCOMP, true, "a policy")), "abc"));
    assertEquals(
        "[{\"series\":\"posix_spawn\",\"n\":1,\"p50\":100.0,\"p90\":100.0,\"p99\":100.0},"
            + "{\"series\":\"sandbox-cold\",\"n\":1,\"p50\":250.0,\"p90\":250.0,\"p99\":250.0,"
            + "\"walls\":[{\"wall\":\"SECCOMP\",\"inForce\":true,\"detail\":\"a policy\"}],"
            + "\"plan\":\"sha256:abc\"}]",
        LaunchBenchCommand.json(figures));
  }
}
