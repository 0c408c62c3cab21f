/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.seccomp.OciProfile;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import io.sandbox4j.tests.setup.OwnJvm;
import io.sandbox4j.tests.setup.SoakTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policy files and profiles that somebody made up, see {@link PolicyFuzz}. */
@Execution(ExecutionMode.CONCURRENT)
class PolicyFuzzTest {
  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");

  /** Fewer are no fuzzing. */
  private static final int FEWEST_RUNS = 100;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void hostile_input_is_read_or_refused_with_a_word(PolicyFuzz.Reader reader, TestReporter reporter)
      throws IOException, InterruptedException {
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    for (String name : SeccompPolicy.names()) {
      SeccompPolicy policy = SeccompPolicy.named(name);
      Files.writeString(
          inputs.resolve(name),
          reader == PolicyFuzz.Reader.TEXT
              ? policy.toText()
              : OciProfile.write(policy, SyscallAbi.X86_64));
    }
    String said =
        OwnJvm.of(
                PolicyFuzz.class,
                reader.name(),
                String.valueOf(SoakTime.seconds()),
                inputs.toString())
            .flags("-XX:+EnableDynamicAgentLoading", "-Xmx1g")
            .run();
    Matcher runs = RUNS.matcher(said);
    assertTrue(runs.find(), said);
    reporter.publishEntry(reader.name(), runs.group());
    assertTrue(Long.parseLong(runs.group(1)) > FEWEST_RUNS, said);
  }
}
