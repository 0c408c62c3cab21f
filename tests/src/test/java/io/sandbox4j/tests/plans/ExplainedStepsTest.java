/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.launch.Action;
import io.sandbox4j.launch.Operand;
import io.sandbox4j.launch.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code Sandbox.explain} says of each step: words, and a call with names instead of numbers.
 */
class ExplainedStepsTest {
  /** The arguments that are flags or choices, by call: in the kernel's headers they have names. */
  private static final Map<String, List<Integer>> NAMED =
      Map.ofEntries(
          Map.entry("openat", List.of(2)),
          Map.entry("mount", List.of(3)),
          Map.entry("mount_setattr", List.of(2)),
          Map.entry("move_mount", List.of(4)),
          Map.entry("open_tree", List.of(2)),
          Map.entry("umount2", List.of(1)),
          Map.entry("unshare", List.of(0)),
          Map.entry("setns", List.of(1)),
          Map.entry("socket", List.of(0, 1)),
          Map.entry("socketpair", List.of(0, 1)),
          Map.entry("prctl", List.of(0)),
          Map.entry("seccomp", List.of(0, 1)),
          Map.entry("keyctl", List.of(0)),
          Map.entry("ioctl", List.of(1)),
          Map.entry("pidfd_send_signal", List.of(1)),
          Map.entry("prlimit64", List.of(1)),
          Map.entry("unlinkat", List.of(2)),
          Map.entry("fchownat", List.of(4)),
          Map.entry("eventfd2", List.of(1)),
          Map.entry("dup3", List.of(2)),
          Map.entry("sendmsg", List.of(2)),
          Map.entry("recvmsg", List.of(2)),
          Map.entry("landlock_add_rule", List.of(1)),
          Map.entry("setpriority", List.of(0)),
          Map.entry("rt_sigprocmask", List.of(0)));

  private static final Pattern NAMES = Pattern.compile("0|~?[A-Z][A-Z0-9_]*(\\|[A-Z][A-Z0-9_]*)*");
  private static final Pattern MODE = Pattern.compile("0[0-7]*");
  private static final Pattern HEXADECIMAL = Pattern.compile("\\b0x[0-9a-f]+");
  private static final Set<String> WITH_MODE = Set.of("mkdirat", "mknodat", "umask");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void has_words_and_a_call(GoldenSandbox sandbox) throws IOException {
    for (Step step : sandbox.plan(folder).steps()) {
      assertTrue(step.label().length() > 3, step.asCall());
      assertTrue(
          Pattern.matches("(\\$[a-z.]+ = )?[a-z0-9_]+\\(.*\\)", step.asCall()), step.asCall());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shows_no_number_that_has_a_name(GoldenSandbox sandbox) throws IOException {
    List<String> raw = new ArrayList<>();
    for (Step step : sandbox.plan(folder).steps()) {
      if (HEXADECIMAL.matcher(step.asCall()).find()) {
        raw.add(step.asCall());
      }
      if (step.action() instanceof Action.SystemCall(String call)) {
        for (int argument : NAMED.getOrDefault(call, List.of())) {
          if (!isNamed(step, argument)) {
            raw.add(step.asCall());
          }
        }
        if (call.equals("prctl") && step.asCall().contains("PR_SET_PDEATHSIG")) {
          assertTrue(isNamed(step, 1), step.asCall());
        }
        if (WITH_MODE.contains(call)) {
          assertTrue(
              step.operands().stream().anyMatch(o -> MODE.matcher(o.toString()).matches()),
              step.asCall());
        }
      }
    }
    assertEquals(List.of(), raw);
  }

  private static boolean isNamed(Step step, int argument) {
    return step.operands().get(argument) instanceof Operand.Value(long _, String shown)
        && NAMES.matcher(shown).matches();
  }

  @Test
  void knows_the_arguments_of_every_call_that_plans_make() throws IOException {
    Set<String> plain =
        new TreeSet<>(
            Set.of(
                "capset",
                "chdir",
                "chroot",
                "close",
                "close_range",
                "execve",
                "fchown",
                "landlock_create_ruleset",
                "landlock_restrict_self",
                "lseek",
                "mkdirat",
                "mknodat",
                "openat2",
                "pivot_root",
                "pread64",
                "read",
                "sendfile",
                "setfsgid",
                "setfsuid",
                "setgroups",
                "sethostname",
                "setresgid",
                "setresuid",
                "setsid",
                "symlinkat",
                "umask",
                "write",
                "writev",
                "fchdir"));
    Set<String> unknown = new TreeSet<>();
    for (GoldenSandbox sandbox : GoldenSandbox.values()) {
      for (Step step : sandbox.plan(folder).steps()) {
        if (step.action() instanceof Action.SystemCall(String call)
            && !NAMED.containsKey(call)
            && !plain.contains(call)) {
          unknown.add(call);
        }
      }
    }
    assertEquals(Set.of(), unknown, "say which of their arguments are flags");
  }

  @Test
  void shows_no_secret() throws IOException {
    for (Step step : GoldenSandbox.FILES_IN_AND_OUT.plan(folder).steps()) {
      assertFalse(step.asCall().contains(GoldenSandbox.SECRET), step.label());
      assertFalse(step.label().contains(GoldenSandbox.SECRET), step.label());
    }
  }
}
