/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sandbox4j.HostReport.Finding;
import io.sandbox4j.HostReport.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyHostTest {
  @TempDir private Path root;

  private void put(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private List<State> states() {
    return new SteadyHost(root.resolve("proc"), root.resolve("sys"))
        .findings().stream().map(Finding::state).collect(Collectors.toList());
  }

  @Test
  void p44_an_unsteady_host_gets_advice_on_each_subject() throws IOException {
    put("proc/swaps", "Filename\tType\n/dev/sda2\tpartition\n");
    put("proc/sys/kernel/randomize_va_space", "0\n");
    put("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
    put("sys/devices/system/cpu/smt/active", "1\n");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    assertEquals(
        List.of(State.ADVICE, State.ADVICE, State.ADVICE, State.ADVICE, State.ADVICE), states());
  }

  @Test
  void p44_a_steady_one_gets_none() throws IOException {
    put("proc/swaps", "Filename\tType\n");
    put("proc/sys/kernel/randomize_va_space", "2\n");
    put("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    put("sys/devices/system/cpu/smt/active", "0\n");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    assertEquals(
        List.of(
            State.AVAILABLE, State.AVAILABLE, State.AVAILABLE, State.AVAILABLE, State.AVAILABLE),
        states());
  }
}
