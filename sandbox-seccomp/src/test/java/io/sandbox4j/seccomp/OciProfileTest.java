/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OciProfileTest {
  private static final long SEED = 20261128;

  private static String text(String resource) throws IOException {
    try (var in = OciProfileTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static CompiledFilter filter(SeccompPolicy policy, SyscallAbi abi) {
    return FilterCompiler.compileAfresh(policy, FilterOptions.of(abi, SeccompMode.ENFORCE));
  }

  private static SeccompAction decide(SeccompPolicy policy, String call, long... arguments) {
    long[] six = Arrays.copyOf(arguments, 6);
    return filter(policy, SyscallAbi.X86_64)
        .decide(SyscallAbi.X86_64.number(call).orElseThrow(), six);
  }

  @Nested
  class A_profile_of_every_feature {
    private final OciImport plain = read(OciTarget.sandbox(SyscallAbi.X86_64));

    private OciImport read(OciTarget target) {
      try {
        return OciProfile.read("every-feature", text("every-feature.json"), target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @ParameterizedTest
    @CsvSource({
      "read, 0, 0, 0, allow",
      "close, 0, 0, 0, allow",
      "getpid, 0, 0, 0, log",
      "getppid, 0, 0, 0, trap 0",
      "gettid, 0, 0, 0, kill-thread",
      "getsid, 0, 0, 0, kill-process",
      "getpgid, 0, 0, 0, errno 38",
      "getuid, 0, 0, 0, errno 1",
      "geteuid, 0, 0, 0, errno 22",
      "getgid, 0, 0, 0, errno 22",
      "openat, 0, 0, 0, errno 38",
      "socket, 16, 3, 0, allow",
      "socket, 16, 3, 9, errno 38",
      "socket, 2, 1, 0, errno 38",
      "personality, 0, 0, 0, allow",
      "personality, 4294967295, 0, 0, allow",
      "personality, 8, 0, 0, errno 38",
      "clone, 17, 0, 0, allow",
      "clone, 268435473, 0, 0, errno 38",
      "mount, 0, 0, 0, errno 38",
      "ptrace, 0, 0, 0, allow",
      "kcmp, 0, 0, 0, errno 38",
      "chroot, 0, 0, 0, errno 38",
      "arch_prctl, 0, 0, 0, allow",
      "sync, 0, 0, 0, errno 38",
      "dup, 9, 0, 0, allow",
      "dup, 10, 0, 0, errno 38",
      "fsync, 10, 0, 0, allow",
      "fsync, 11, 0, 0, errno 38",
      "fchdir, 11, 0, 0, allow",
      "fchdir, 10, 0, 0, errno 38",
      "umask, 0, 0, 0, allow",
      "alarm, 0, 0, 0, errno 38"
    })
    void is_read_as_runtimes_read_it(String call, long a, long b, long c, String action) {
      assertEquals(action, PolicyPrinter.action(decide(plain.policy(), call, a, b, c)));
    }

    @Test
    void depends_on_capabilities_kernel_and_architecture() {
      var admin = new OciTarget(SyscallAbi.X86_64, Set.of("CAP_SYS_ADMIN"), "4.7.1");
      var policy = read(admin).policy();
      assertEquals(SeccompAction.allow(), decide(policy, "mount"));
      assertEquals(SeccompAction.allow(), decide(policy, "clone", 0x1000_0011));
      assertEquals(SeccompAction.quiet(38), decide(policy, "ptrace"));
      assertEquals(SeccompAction.allow(), decide(policy, "chroot"));
      var arm = read(OciTarget.sandbox(SyscallAbi.AARCH64)).policy();
      assertTrue(arm.rules("arch_prctl").isEmpty());
      assertTrue(arm.reachable(SyscallAbi.AARCH64).contains("read"));
    }

    @Test
    void comes_with_notes_on_what_was_left_out() {
      assertEquals(
          List.of(
              "SCMP_ARCH_X86, SCMP_ARCH_X32 stay refused: a filter is for one entry",
              "flags and listenerPath say how to install a filter and are left out",
              "SCMP_ACT_TRACE gives ENOSYS, as where nobody traces",
              "no calls of a 64-bit entry: _llseek, chown32",
              "grants TRACING: to use it, add \"accept tracing -- REASON\""),
          plain.notes());
    }

    @Test
    void becomes_a_policy_file() {
      var again = SeccompPolicy.parse("every-feature", plain.policy().toText());
      assertEquals(plain.policy(), again);
      assertEquals("the older form, 1", again.rules("close").getFirst().reason());
    }
  }

  @Nested
  class Mistakes {
    private static String rule(String rule) {
      return "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [\n" + rule + "\n]}";
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '~',
        value = {
          "{\"names\": [\"raed\"], \"action\": \"SCMP_ACT_ALLOW\"}; 2:12: no system call is named"
              + " \"raed\" (did you mean read?)",
          "{\"names\": [\"read\"], \"action\": \"ALLOW\"}; 2:31: \"ALLOW\" is no action: expected"
              + " SCMP_ACT_ and ALLOW, LOG, ERRNO, TRAP, KILL, KILL_THREAD, KILL_PROCESS, TRACE"
              + " or NOTIFY",
          "{\"names\": [\"read\"]}; 2:1: \"action\" is missing",
          "{\"action\": \"SCMP_ACT_ALLOW\"}; 2:1: the rule has no names",
          "{\"names\": [\"read\"], \"acton\": 1}; 2:30: a rule has no member \"acton\" (did you"
              + " mean action?)",
          "{\"names\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"}; 2:11: a list is wanted",
          "{\"names\": [1], \"action\": \"SCMP_ACT_ALLOW\"}; 2:12: a string is wanted",
          "{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 4096}; 2:61: errno"
              + " 4096 is not within 0..4095",
          "{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": [{\"index\": 6, \"op\":"
              + " \"SCMP_CMP_EQ\"}]}; 2:68: argument 6 is not within 0..5",
          "{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": [{\"index\": 0,"
              + " \"value\": -1, \"op\": \"SCMP_CMP_EQ\"}]}; 2:80: -1 is no number of 64 bits",
          "{\"names\": [\"read\"],}; 2:20: expected a string in double quotes",
          "{\"names\": [\"read\"], \"names\": []}; 2:21: \"names\" stands twice in one object",
          "{\"names\": [1.5]}; 2:12: a whole number is wanted",
        })
    void have_line_and_column(String rule, String message) {
      var thrown =
          assertThrows(
              PolicySyntaxException.class,
              () -> OciProfile.read("p", rule(rule), OciTarget.sandbox(SyscallAbi.X86_64)));
      assertEquals("p:" + message, thrown.getMessage());
    }

    @Test
    void are_values_that_nest_without_end() {
      var deep = "[".repeat(100_000);
      var thrown =
          assertThrows(
              PolicySyntaxException.class,
              () -> OciProfile.read("p", deep, OciTarget.sandbox(SyscallAbi.X86_64)));
      assertTrue(String.valueOf(thrown.getMessage()).contains("nest deeper"));
    }

    @Test
    void are_told_of_any_damaged_profile() throws IOException {
      String whole = text("every-feature.json");
      Random random = new Random(SEED);
      int told = 0;
      for (int i = 0; i < 2000; i++) {
        var damaged = new StringBuilder(whole);
        for (int cut = random.nextInt(1, 4); cut > 0; cut--) {
          int at = random.nextInt(damaged.length());
          if (random.nextBoolean()) {
            damaged.setCharAt(at, "{}[]\",:0aE-\\\u0001".charAt(random.nextInt(13)));
          } else {
            damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(30)));
          }
        }
        try {
          OciProfile.read("p", damaged.toString(), OciTarget.sandbox(SyscallAbi.X86_64));
        } catch (IllegalArgumentException expected) {
          told++;
        }
      }
      assertTrue(told > 1000, "told " + told);
    }
  }

  @Nested
  class Export {
    @ParameterizedTest
    @MethodSource("io.sandbox4j.seccomp.OciProfileTest#names")
    void of_the_policies_of_the_library_is_read_as_what_they_say(String name) {
      var policy = SeccompPolicy.named(name);
      for (var abi : SyscallAbi.values()) {
        var again =
            OciProfile.read(name, OciProfile.write(policy, abi), OciTarget.sandbox(abi)).policy();
        assertEquals(policy.reachable(abi), again.reachable(abi));
        sameDecisions(runtimes(policy), again, abi, new Random(SEED), 20_000);
      }
    }

    /** Where only the launch may execute something, a runtime must be able to. */
    private static SeccompPolicy runtimes(SeccompPolicy policy) {
      return policy.rules("execve").stream().noneMatch(TheLaunch::isMeant)
          ? policy
          : policy.toBuilder()
              .override(
                  new SeccompGroup(
                      "start",
                      "The program's start.",
                      List.of(SyscallRule.of("execve", SeccompAction.allow(), "a runtime"))))
              .build();
    }

    @Test
    void lets_a_runtime_start_a_program_under_strict() {
      var abi = SyscallAbi.X86_64;
      var exported =
          OciProfile.read(
                  "strict",
                  OciProfile.write(SeccompPolicy.named("strict"), abi),
                  OciTarget.sandbox(abi))
              .policy();
      assertEquals(
          List.of(SeccompAction.allow()),
          exported.rules("execve").stream().map(SyscallRule::action).toList());
    }

    @Test
    void of_random_policies_is_read_as_what_they_say() {
      Random random = new Random(SEED);
      int written = 0;
      for (int i = 0; i < 150; i++) {
        var policy = RandomPolicies.small(random);
        String json;
        try {
          json = OciProfile.write(policy, SyscallAbi.X86_64);
        } catch (IllegalArgumentException tooMany) {
          continue;
        }
        written++;
        var again = OciProfile.read("p", json, OciTarget.sandbox(SyscallAbi.X86_64)).policy();
        sameDecisions(policy, again, SyscallAbi.X86_64, random, 300);
      }
      assertTrue(written > 75, "wrote " + written);
    }

    private static void sameDecisions(
        SeccompPolicy one, SeccompPolicy other, SyscallAbi abi, Random random, int times) {
      List<String> calls = List.copyOf(abi.names());
      for (int i = 0; i < times; i++) {
        String call =
            i % 3 == 0 ? calls.get(random.nextInt(calls.size())) : RandomPolicies.name(random);
        if (abi.number(call).isEmpty()) {
          continue;
        }
        long[] arguments = new long[6];
        for (int a = 0; a < 6; a++) {
          arguments[a] = RandomPolicies.argument(one, random);
        }
        assertEquals(
            unreported(NaiveEvaluator.action(one, call, arguments)),
            NaiveEvaluator.action(other, call, arguments),
            () -> call + Arrays.toString(arguments));
      }
    }

    private static SeccompAction unreported(SeccompAction action) {
      return switch (action) {
        case SeccompAction.Errno(int errno, _) -> SeccompAction.quiet(errno);
        case SeccompAction.KillProcess _ -> new SeccompAction.KillProcess(false);
        case SeccompAction.Trap _ -> new SeccompAction.Trap(0);
        case SeccompAction.Allow _,
            SeccompAction.Log _,
            SeccompAction.KillThread _,
            SeccompAction.Notify _ ->
            action;
      };
    }
  }

  static List<String> names() {
    return SeccompPolicy.names();
  }

  /** Profiles as packages install them, and those in the folder that a property names. */
  @Test
  void real_profiles_are_read_and_round_trip() throws IOException {
    List<Path> profiles = new ArrayList<>();
    Stream.of("/usr/share/containers/seccomp.json", "/etc/containers/seccomp.json")
        .map(Path::of)
        .filter(Files::isReadable)
        .forEach(profiles::add);
    String folder = System.getProperty("sandbox4j.oci.profiles");
    if (folder != null) {
      try (var files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".json")).forEach(profiles::add);
      }
    }
    assumeFalse(
        profiles.isEmpty(),
        "no profile of Docker, containerd or Podman is installed, and -Dsandbox4j.oci.profiles"
            + " names no folder of them");
    for (var profile : profiles) {
      for (var abi : SyscallAbi.values()) {
        var read = OciProfile.read("real", Files.readString(profile), OciTarget.sandbox(abi));
        var again =
            OciProfile.read("real", OciProfile.write(read.policy(), abi), OciTarget.sandbox(abi));
        assertEquals(read.policy().reachable(abi), again.policy().reachable(abi));
        assertTrue(read.policy().reachable(abi).size() > 200, profile::toString);
        Export.sameDecisions(read.policy(), again.policy(), abi, new Random(SEED), 5000);
      }
    }
  }
}
