/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.tests.setup.OtherJvm;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Slow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Slow
@SandboxSuite
class VirtualThreadsTest {
  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void ten_thousand_read_wait_and_are_cancelled_on_one_carrier(@TempDir Path home)
      throws Exception {
    Sandboxes.any();
    OtherJvm jvm = new OtherJvm(home, OneCarrierMain.class, HostSandboxes.class);
    List<String> line =
        new ArrayList<>(
            jvm.java(
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"));
    line.add(OneCarrierMain.class.getName());
    OtherJvm.Said said = OtherJvm.run(line);
    String ends = said.out().lines().filter(l -> l.startsWith("{")).findFirst().orElse("{}");
    int told =
        Arrays.stream(ends.replaceAll("[{}]", "").split(", ", -1))
            .mapToInt(end -> Integer.parseInt(end.replaceAll(".*=", "")))
            .sum();
    assertAll(
        () -> assertEquals(0, said.status(), said.err()),
        () -> assertEquals(10_000, told, said::out),
        () -> assertTrue(ends.contains("interrupted=5000"), said::out),
        () -> assertTrue(said.out().contains("pinned=0"), said::out));
  }
}
