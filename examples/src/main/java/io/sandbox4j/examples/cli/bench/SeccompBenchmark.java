/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import io.sandbox4j.seccomp.FilterCompiler;
import io.sandbox4j.seccomp.FilterOptions;
import io.sandbox4j.seccomp.SeccompAction;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAbi;
import io.sandbox4j.seccomp.SyscallRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a filter costs: to compile and to install one of 350 rules, beside the same rules one after
 * the other, and on each allowed call, beside none. The kernel skips the filter for calls that it
 * allows whatever their arguments, so calls whose arguments the policy looks at are measured, too.
 */
public final class SeccompBenchmark implements Benchmark {
  private static final int RULES = 350;
  private static final int WARM_UP = 200;
  private static final int RETURN = 0x06; // BPF_RET|BPF_K, linux/bpf_common.h
  private static final int ALLOW = 0x7fff0000; // SECCOMP_RET_ALLOW, linux/seccomp.h
  private static final List<String> CALLS = List.of("getpid", "ioctl", "mmap");

  /** A benchmark. */
  public SeccompBenchmark() {}

  @Override
  public Figures run(int runs, Consumer<String> progress) throws IOException, InterruptedException {
    SyscallAbi abi = SyscallAbi.current();
    FilterOptions options = FilterOptions.of(abi, SeccompMode.ENFORCE).silent();
    SeccompPolicy many = many(abi);
    Samples samples = new Samples();
    progress.accept("compiling " + RULES + " rules");
    for (int i = -WARM_UP; i < runs; i++) {
      FilterCompiler afresh = new FilterCompiler(); // one that keeps nothing yet
      long begin = System.nanoTime();
      var filter = afresh.compile(many, options);
      long end = System.nanoTime();
      if (i >= 0 && filter.instructionCount() > 0) {
        samples.add("compile-350-rules", end - begin);
      }
    }
    try (Workshop workshop = Workshop.open()) {
      Path program = workshop.filteredCalls();
      Path tree = workshop.folder().resolve("tree");
      Path linear = workshop.folder().resolve("linear");
      Path usual = workshop.folder().resolve("default");
      Path least = workshop.folder().resolve("least");
      ByteBuffer allowed = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      record(allowed, RETURN, 0, 0, ALLOW);
      Files.write(least, allowed.array());
      Files.write(tree, new FilterCompiler().compile(many, options).bytes());
      Files.write(linear, linear(many, abi));
      Files.write(
          usual, new FilterCompiler().compile(SeccompPolicy.named("default"), options).bytes());
      progress.accept("installing, and calls under the policy default, in turns");
      for (int i = 0; i < runs; i++) {
        samples.add("install-350-rules", install(program, tree));
        samples.add("install-350-rules-linear", install(program, linear));
        // Who goes first changes, as in ComputeBenchmark.
        List<Turn> turns =
            List.of(
                new Turn("", "-"),
                new Turn("-least", least.toString()),
                new Turn("-filtered", usual.toString()));
        for (Turn turn : i % 2 == 0 ? turns : turns.reversed()) {
          calls(program, turn, samples);
        }
      }
    }
    return new Figures(samples.series(), remarks(samples));
  }

  private static List<String> remarks(Samples samples) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        Figures.ratio(
            "install, of the linear form's (p50)",
            samples.series("install-350-rules").micros(50),
            samples.series("install-350-rules-linear").micros(50)));
    for (String call : CALLS) {
      for (String suffix : List.of("-least", "-filtered")) {
        remarks.add(
            Figures.ratio(
                call + suffix + ", of unfiltered (p50)",
                samples.series("1000-" + call + suffix).micros(50),
                samples.series("1000-" + call).micros(50)));
      }
    }
    return remarks;
  }

  /** A rule for each of so many calls. */
  private static SeccompPolicy many(SyscallAbi abi) {
    List<SyscallRule> rules = new ArrayList<>();
    for (String call : abi.names()) {
      if (rules.size() < RULES) {
        rules.add(SyscallRule.of(call, SeccompAction.allow(), "a rule"));
      }
    }
    return SeccompPolicy.builder("many", SeccompAction.quiet(1))
        .group("all", "Calls.", rules.toArray(SyscallRule[]::new))
        .build();
  }

  /**
   * The same by one comparison after the other, as short as that gets: a return every 200, for
   * jumps reach no further than 255.
   */
  private static byte[] linear(SeccompPolicy policy, SyscallAbi abi) {
    final int load = 0x20; // BPF_LD|BPF_W|BPF_ABS, linux/bpf_common.h
    final int jumpIfEqual = 0x15; // BPF_JMP|BPF_JEQ|BPF_K
    final int jump = 0x05; // BPF_JMP|BPF_JA
    final int refuse = 0x00050001; // SECCOMP_RET_ERRNO with EPERM
    final int reach = 200;
    ByteBuffer out = ByteBuffer.allocate(4096 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record(out, load, 0, 0, 4); // arch
    record(out, jumpIfEqual, 1, 0, abi.auditArch());
    record(out, RETURN, 0, 0, refuse);
    record(out, load, 0, 0, 0); // nr
    List<SyscallRule> rules = policy.groups().getFirst().rules();
    for (int from = 0; from < rules.size(); from += reach) {
      int to = Math.min(from + reach, rules.size());
      for (int i = from; i < to; i++) {
        record(out, jumpIfEqual, to - i, 0, abi.number(rules.get(i).call()).orElseThrow());
      }
      record(out, jump, 0, 0, 1); // past the return
      record(out, RETURN, 0, 0, ALLOW);
    }
    record(out, RETURN, 0, 0, refuse);
    byte[] records = new byte[out.position()];
    out.flip().get(records);
    return records;
  }

  /** A {@code struct sock_filter}. */
  private static void record(ByteBuffer out, int code, int onTrue, int onFalse, int k) {
    out.putShort((short) code).put((byte) onTrue).put((byte) onFalse).putInt(k);
  }

  private static long install(Path program, Path filter) throws IOException, InterruptedException {
    return Long.parseLong(said(program, "install", filter.toString()).strip());
  }

  /** Calls under a filter, and how their series end. */
  private record Turn(String suffix, String filter) {}

  private static void calls(Path program, Turn turn, Samples samples)
      throws IOException, InterruptedException {
    for (String line : said(program, "calls", turn.filter()).lines().toList()) {
      String[] words = line.split(" ", -1);
      samples.add("1000-" + words[0] + turn.suffix(), Long.parseLong(words[1]));
    }
  }

  private static String said(Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said);
    }
    return said;
  }
}
