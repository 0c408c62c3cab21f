/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.internal.linux.Arch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filters answer in the kernel as they do in {@link BpfSimulator} (P28). What they return is
 * replaced by an errno for each, so that every call can be made and none is carried out.
 */
class KernelAnswersTest {
  private static final long SEED = 20261125;
  private static final int RANDOM_POLICIES = 40;
  private static final int SIGILL = 128 + 4;
  private static final int SIGTRAP = 128 + 5;

  /** Beyond all numbers that any kernel knows. */
  private static final int NUMBERS = 600;

  private static final int ARGUMENTS_PER_ROW = 20;
  private static final int X32 = 0x4000_0000;

  /**
   * No filter is asked about uretprobe and uprobe on x86-64 since Linux 6.14
   * (seccomp_uprobe_exception in kernel/seccomp.c); made by a program itself, they end it or fail.
   */
  private static boolean isOutsideFilters(int number) {
    return Arch.current() == Arch.X86_64 && (number == 335 || number == 336);
  }

  @TempDir static Path folder;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "this is about the kernel of Linux");
    Path source = folder.resolve("kernel_answers.c");
    try (var in = KernelAnswersTest.class.getResourceAsStream("kernel_answers.c")) {
      Files.copy(assertNotNullAnd(in), source);
    }
    try {
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-O1", "-Wall", "-Werror", "-o", program().toString(), source.toString())
              .inheritIO()
              .start();
      assertEquals(0, gcc.waitFor());
    } catch (IOException none) {
      assumeTrue(false, "no gcc to build the test's program: " + none.getMessage());
    }
  }

  private static <T> T assertNotNullAnd(T value) {
    assertNotNull(value);
    return value;
  }

  private static Path program() {
    return folder.resolve("kernel_answers");
  }

  private static SyscallAbi abi() {
    return switch (Arch.current()) {
      case X86_64 -> SyscallAbi.X86_64;
      case AARCH64 -> SyscallAbi.AARCH64;
    };
  }

  private record Call(int number, List<Long> arguments) {}

  /** The same filter with an errno of its own for each value that it returns. */
  private static BpfProgram harmless(BpfProgram filter, Map<Integer, Integer> errnos) {
    List<BpfInstruction> harmless = new ArrayList<>();
    for (BpfInstruction i : filter.instructions()) {
      if ((i.code() & 0x07) == BpfInstruction.RET) {
        assertEquals(BpfInstruction.RET, i.code(), "a filter returns constants only");
        int errno = errnos.computeIfAbsent(i.k(), _ -> errnos.size() + 1);
        harmless.add(new BpfInstruction(i.code(), 0, 0, KernelReturn.ERRNO | errno));
      } else {
        harmless.add(i);
      }
    }
    return new BpfProgram(harmless);
  }

  private static long[] inKernel(BpfProgram filter, List<Call> calls)
      throws IOException, InterruptedException {
    Path filterFile = Files.write(folder.resolve("filter"), filter.bytes());
    ByteBuffer in = ByteBuffer.allocate(calls.size() * 56).order(ByteOrder.LITTLE_ENDIAN);
    for (Call call : calls) {
      in.putLong(Integer.toUnsignedLong(call.number()));
      for (long argument : call.arguments()) {
        in.putLong(argument);
      }
    }
    Path callsFile = Files.write(folder.resolve("calls"), in.array());
    Path answersFile = Files.write(folder.resolve("answers"), new byte[calls.size() * 8]);
    Process process =
        new ProcessBuilder(
                program().toString(),
                filterFile.toString(),
                callsFile.toString(),
                answersFile.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    int status = process.exitValue();
    assertTrue(status == SIGILL || status == SIGTRAP, "the program ended with " + status);
    long[] answers = new long[calls.size()];
    ByteBuffer.wrap(Files.readAllBytes(answersFile))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(answers);
    return answers;
  }

  private static void assertAnswersAlike(SeccompPolicy policy, CompiledFilter filter, Random random)
      throws IOException, InterruptedException {
    List<Call> calls = new ArrayList<>();
    for (int number = 0; number < NUMBERS; number++) {
      if (isOutsideFilters(number)) {
        continue;
      }
      calls.add(new Call(number, arguments(policy, random)));
      calls.add(new Call(number, arguments(policy, random)));
      calls.add(new Call(number | X32, arguments(policy, random)));
    }
    calls.add(new Call(Integer.MAX_VALUE, arguments(policy, random)));
    calls.add(new Call(Integer.MIN_VALUE, arguments(policy, random)));
    for (var group : policy.groups()) {
      for (var rule : group.rules()) {
        var number = abi().number(rule.call());
        for (int i = 0;
            i < ARGUMENTS_PER_ROW && number.isPresent() && !rule.conditions().isEmpty();
            i++) {
          calls.add(new Call(number.getAsInt(), arguments(policy, random)));
        }
      }
    }
    Map<Integer, Integer> errnos = new LinkedHashMap<>();
    long[] answers = inKernel(harmless(filter.program(), errnos), calls);
    BpfSimulator simulator = new BpfSimulator(filter.program());
    for (int i = 0; i < answers.length; i++) {
      long[] arguments = calls.get(i).arguments().stream().mapToLong(a -> a).toArray();
      var data = SeccompData.of(abi(), calls.get(i).number(), arguments);
      int expected = simulator.run(data).value();
      assertEquals(
          -errnos.getOrDefault(expected, 0),
          answers[i],
          () -> data + ": " + KernelReturn.describe(expected) + " in the simulator\n" + policy);
    }
  }

  private static List<Long> arguments(SeccompPolicy policy, Random random) {
    return Stream.generate(() -> RandomPolicies.argument(policy, random)).limit(6).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "judge", "strict", "build", "oci-default"})
  void are_those_of_the_simulator_for_each_policy_that_comes_with_the_library(String name)
      throws IOException, InterruptedException {
    SeccompPolicy policy = SeccompPolicy.named(name);
    for (SeccompMode mode : SeccompMode.values()) {
      assertAnswersAlike(
          policy,
          FilterCompiler.compileAfresh(policy, FilterOptions.of(abi(), mode)),
          new Random(SEED));
    }
  }

  @Test
  void p28_are_those_of_the_simulator_for_random_policies()
      throws IOException, InterruptedException {
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_POLICIES; i++) {
      SeccompPolicy policy = RandomPolicies.policy(random);
      FilterOptions any = RandomPolicies.options(random);
      FilterOptions here = new FilterOptions(abi(), any.mode(), any.reporting(), any.control());
      assertAnswersAlike(policy, FilterCompiler.compileAfresh(policy, here), random);
    }
  }
}
