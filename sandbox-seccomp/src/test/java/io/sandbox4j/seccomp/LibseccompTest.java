/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.seccomp.ArgumentTest.Compare;
import io.sandbox4j.seccomp.ArgumentTest.MaskedEqual;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our filters answer as those that Debian's libseccomp makes of the same rules. */
class LibseccompTest {
  private static final long SEED = 20261129;
  private static final SyscallAbi ABI = SyscallAbi.X86_64;

  @TempDir static Path folder;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "libseccomp is run for x86-64");
    Path source = folder.resolve("export.c");
    try (var in = LibseccompTest.class.getResourceAsStream("libseccomp_export.c")) {
      Files.copy(in, source);
    }
    Process gcc;
    try {
      gcc =
          new ProcessBuilder("gcc", "-o", program().toString(), source.toString(), "-ldl")
              .inheritIO()
              .start();
    } catch (IOException none) {
      assumeTrue(false, "no gcc to build the test's program: " + none.getMessage());
      return;
    }
    assertEquals(0, gcc.waitFor());
    assumeTrue(export("default 2147418112\n").status() != 3, "libseccomp.so.2 is not installed");
  }

  private static Path program() {
    return folder.resolve("export");
  }

  private record Exported(int status, BpfProgram program) {}

  private static Exported export(String rules) throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("rules"), rules);
    Path output = folder.resolve("bpf");
    Process process =
        new ProcessBuilder(program().toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Exported(process.exitValue(), BpfProgram.parse(Files.readAllBytes(output)));
  }

  /** The rules of a policy, made independent of their order, as the program reads them. */
  private static String rules(SeccompPolicy policy, boolean tree) {
    var out = new StringBuilder();
    out.append("default ").append(value(policy.otherwise())).append('\n');
    if (tree) {
      out.append("optimize 2\n");
    }
    String profile = OciProfile.write(policy, ABI);
    var plain = OciProfile.read("plain", profile, OciTarget.sandbox(ABI)).policy();
    for (var rule : plain.groups().getFirst().rules()) {
      out.append(
          "rule %s %s %d".formatted(value(rule.action()), rule.call(), rule.conditions().size()));
      for (var condition : rule.conditions()) {
        out.append(" %d ".formatted(condition.argument()));
        out.append(
            switch (condition.test()) {
              case Compare(var relation, long than) ->
                  switch (relation) {
                        case NE -> "1 ";
                        case LT -> "2 ";
                        case LE -> "3 ";
                        case EQ -> "4 ";
                        case GE -> "5 ";
                        case GT -> "6 ";
                      }
                      + Long.toUnsignedString(than)
                      + " 0";
              case MaskedEqual(long mask, long wanted) ->
                  "7 " + Long.toUnsignedString(mask) + " " + Long.toUnsignedString(wanted);
            });
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String value(SeccompAction action) {
    var options = FilterOptions.of(ABI, SeccompMode.ENFORCE).silent();
    int value = KernelReturn.of(action, options);
    return Integer.toUnsignedString(
        action instanceof SeccompAction.Trap ? value & KernelReturn.ACTION : value);
  }

  /** Rules that need no more than one comparison each, as profiles for containers have them. */
  private static SeccompPolicy container() {
    var text = new StringBuilder("sandbox4j-seccomp 1\notherwise errno 1\ngroup g: G.\nallow");
    for (String call : SeccompPolicy.named("default").reachable(ABI)) {
      switch (call) {
        case "mmap" -> text.append(" mmap(arg3 & 0x40000 == 0)");
        case "clone" -> text.append(" clone(arg0 & 0x7e020000 == 0)");
        case "ioctl" -> text.append(" ioctl(arg1 == 0x5401) ioctl(arg1 == 0x5413)");
        case "socket" -> text.append(" socket(arg0 == 1) socket(arg0 < 3)");
        case "prctl" -> text.append(" prctl(arg0 <= 15)");
        default -> text.append(' ').append(call);
      }
    }
    return SeccompPolicy.parse("container", text + " -- test\n");
  }

  @Test
  void of_the_calls_of_a_container() throws Exception {
    for (boolean tree : new boolean[] {false, true}) {
      same(container(), export(rules(container(), tree)).program(), new Random(SEED), 8000);
    }
  }

  @Test
  void of_random_policies() throws Exception {
    Random random = new Random(SEED);
    int compared = 0;
    for (int i = 0; compared < 12; i++) {
      assertTrue(i < 400);
      var policy = RandomPolicies.small(random);
      Exported theirs;
      try {
        String rules = rules(policy, false);
        if (rules.lines().count() > 60 || rules.contains(" 331775")) {
          continue; // libseccomp takes seconds for long chains, and no errno 4095
        }
        theirs = export(rules);
      } catch (IllegalArgumentException tooManyRules) {
        continue;
      }
      same(policy, theirs.program(), random, 1000);
      compared++;
    }
  }

  /** For calls that libseccomp 2.5 knows; it answers others by the default action. */
  private static void same(SeccompPolicy policy, BpfProgram program, Random random, int times) {
    var ours =
        new BpfSimulator(
            FilterCompiler.compileAfresh(
                    policy, FilterOptions.of(ABI, SeccompMode.ENFORCE).silent())
                .program());
    var theirs = new BpfSimulator(program);
    List<String> calls =
        ABI.names().stream()
            .filter(call -> ABI.number(call).orElseThrow() <= 450)
            .filter(call -> !call.equals("uprobe") && !call.equals("uretprobe"))
            .toList();
    for (int i = 0; i < times; i++) {
      String call =
          i % 2 == 0 ? calls.get(random.nextInt(calls.size())) : RandomPolicies.name(random);
      int number = ABI.number(call).orElse(-1);
      if (number < 0 || number > 450) {
        continue;
      }
      long[] arguments = new long[6];
      for (int a = 0; a < 6; a++) {
        arguments[a] = RandomPolicies.argument(policy, random);
      }
      var data = SeccompData.of(ABI, number, arguments);
      int expected = theirs.run(data).value();
      if ((expected & KernelReturn.ACTION) == KernelReturn.TRAP) {
        assertEquals(expected, ours.run(data).value() & KernelReturn.ACTION, data::toString);
      } else {
        assertEquals(expected, ours.run(data).value(), data::toString);
      }
    }
  }

  /** The calls of a start of python3: no more steps than libseccomp's binary tree takes. */
  @Test
  void take_no_fewer_steps_for_a_real_program() throws Exception {
    var policy = container();
    var ours =
        FilterCompiler.compileAfresh(policy, FilterOptions.of(ABI, SeccompMode.ENFORCE)).program();
    var theirs = export(rules(policy, true)).program();
    assertTrue(steps(ours) <= steps(theirs), () -> steps(ours) + " to " + steps(theirs));
    assertTrue(ours.size() <= theirs.size(), () -> ours.size() + " to " + theirs.size());
  }

  private static double steps(BpfProgram program) {
    var simulator = new BpfSimulator(program);
    long steps = 0;
    int calls = 0;
    for (String line : trace()) {
      String[] words = line.split(" ", -1);
      long[] arguments = new long[words.length - 1];
      for (int i = 1; i < words.length; i++) {
        arguments[i - 1] =
            words[i].startsWith("0x")
                ? Long.parseUnsignedLong(words[i].substring(2), 16)
                : Long.parseUnsignedLong(words[i]);
      }
      int number = ABI.number(words[0]).orElseThrow();
      steps += simulator.run(SeccompData.of(ABI, number, arguments)).executed();
      calls++;
    }
    assertTrue(calls > 300, "saw " + calls);
    return (double) steps / calls;
  }

  private static List<String> trace() {
    try (var in = LibseccompTest.class.getResourceAsStream("python3-start.trace")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
