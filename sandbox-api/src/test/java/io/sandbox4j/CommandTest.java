/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static io.sandbox4j.Refusal.refusedAs;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private final Command command = Command.of("prog");

  private static List<String> words(Command command) {
    return command.argv().stream().map(a -> new String(a, StandardCharsets.UTF_8)).toList();
  }

  @Nested
  class Arguments {
    @Test
    void start_with_a_program() {
      refused(() -> Command.of(), "program");
      refused(() -> Command.of(""), "program");
      refused(() -> Command.ofBytes(), "program");
      refused(() -> Command.of(List.of()), "program");
    }

    @Test
    void have_no_nul() {
      refused(() -> Command.of("a", "b\0c"), "argument 1", "NUL");
      refused(() -> Command.of("a\0"), "argument 0", "NUL");
      refused(() -> Command.ofBytes(new byte[] {'a'}, new byte[] {0}), "argument 1", "NUL");
    }

    @Test
    void may_be_empty_behind_the_program() {
      assertEquals(List.of("a", "", "b"), words(Command.of("a", "", "b")));
    }

    @Test
    void are_utf_8_whatever_the_locale() {
      assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xbc}, Command.of("ü").argv().getFirst());
    }

    @Test
    void may_be_any_bytes() {
      byte[] odd = {(byte) 0xff, (byte) 0xfe};
      assertArrayEquals(odd, Command.ofBytes(new byte[] {'a'}, odd).argv().get(1));
    }

    @Test
    void as_long_as_the_kernel_takes_are_taken() {
      assertEquals(131_071, Command.of("a", "x".repeat(131_071)).argv().get(1).length);
      refused(() -> Command.of("a", "x".repeat(131_072)), "argument 1", "131072", "131071");
    }

    @Test
    void of_the_callers_are_copied() {
      byte[] mine = {'a'};
      Command copied = Command.ofBytes(mine);
      mine[0] = 'b';
      copied.argv().getFirst()[0] = 'c';
      assertEquals("a", copied.program());
    }

    @Test
    void of_a_shell_are_its_line() {
      assertEquals(List.of("/bin/sh", "-c", "echo $HOME"), words(Command.shell("echo $HOME")));
    }
  }

  @Nested
  class By_default {
    @Test
    void stdin_is_empty_and_the_outputs_are_for_the_call_to_say() {
      assertEquals(Input.empty(), command.stdin());
      assertEquals(Optional.empty(), command.stdout());
      assertEquals(Optional.empty(), command.stderr());
    }

    @Test
    void the_sandbox_decides_on_ids_and_directory() {
      assertEquals(Optional.empty(), command.uid());
      assertEquals(Optional.empty(), command.gid());
      assertEquals(Optional.empty(), command.cwd());
    }

    @Test
    void the_limits_are_the_sandboxs() {
      assertEquals(Limits.DEFAULT, command.limitsUnder(Limits.DEFAULT));
    }

    @Test
    void descendants_end_with_the_program() {
      assertFalse(command.leavesRunning());
      assertFalse(command.awaitsDescendants());
    }
  }

  @Nested
  class A_change {
    @Test
    void makes_a_new_command() {
      Command changed =
          command
              .env("A", "1")
              .cwd("/tmp")
              .user(5, 6)
              .copyIn("x", Source.text("y"))
              .copyOut("z", Size.mib(1))
              .stdin(Input.text("in"))
              .stdout(Output.discard())
              .stderr(Output.toStdout())
              .awaitDescendants();
      assertEquals(Map.of(), command.environment());
      assertEquals(Map.of(), command.copyIns());
      assertEquals(Map.of(), command.copyOuts());
      assertEquals(Optional.empty(), command.cwd());
      assertEquals(Optional.empty(), command.stdout());
      assertFalse(command.awaitsDescendants());
      assertEquals(Map.of("A", "1"), changed.environment());
      assertEquals(Optional.of(5), changed.uid());
      assertEquals(Optional.of(6), changed.gid());
      assertTrue(changed.awaitsDescendants());
    }

    @Test
    void cannot_be_made_to_what_a_command_returns() {
      Command changed = command.env("A", "1").copyIn("x", Source.text("y"));
      refusedAs(UnsupportedOperationException.class, () -> changed.environment().put("B", "2"));
      refusedAs(UnsupportedOperationException.class, () -> changed.copyIns().clear());
    }
  }

  @Nested
  class Files {
    @Test
    void start_from_the_work_directory() {
      Command files = command.copyIn("a", Source.text("1")).copyOut("/tmp/b", Size.mib(1));
      assertEquals(Map.of(GuestPath.absolute("/work/a"), Source.text("1")), files.copyIns());
      assertEquals(Map.of(GuestPath.absolute("/tmp/b"), Size.mib(1)), files.copyOuts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/../etc/shadow", "a/../../b"})
    void do_not_leave_the_sandbox(String path) {
      refused(() -> command.copyIn(path, Source.text("")), path);
      refused(() -> command.copyOut(path, Size.mib(1)), path);
    }

    @Test
    void on_one_path_are_refused() {
      Command one = command.copyIn("a", Source.text("1"));
      refused(() -> one.copyIn("./a", Source.text("2")), "/work/a");
    }

    @Test
    void stay_in_the_order_of_the_calls() {
      Command files = command.copyIn("z", Source.text("")).copyIn("a", Source.text(""));
      assertEquals(
          List.of(GuestPath.fromWork("z"), GuestPath.fromWork("a")),
          List.copyOf(files.copyIns().keySet()));
    }

    @Test
    void of_the_host_are_bound_to_an_absolute_path() {
      refused(() -> command.bind(Path.of("/srv"), "srv"), "'srv'", "relative");
      assertEquals("/srv", command.bind(Path.of("/srv"), "/srv/").binds().getFirst().at().text());
    }
  }

  @Nested
  class The_environment {
    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "=", "A\0"})
    void has_names_without_equals_and_nul(String name) {
      refused(() -> command.env(name, "x"), "name of a variable");
      refused(() -> command.secret(name, "x"), "name of a variable");
    }

    @Test
    void has_values_without_nul_and_the_message_hides_them() {
      refused(() -> command.env("A", "x\0"), "A", "NUL");
      String message =
          org.junit.jupiter.api.Assertions.assertThrows(
                  IllegalArgumentException.class, () -> command.secret("A", "hunter2\0"))
              .getMessage();
      assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void remembers_which_values_are_secret() {
      Command secret = command.env("A", "1").secret("TOKEN", "hunter2");
      assertEquals(List.of("TOKEN"), secret.secrets());
      assertFalse(secret.toString().contains("hunter2"), secret.toString());
    }
  }

  @Nested
  class Ids {
    @Test
    void of_root_are_an_explicit_call() {
      assertEquals(Optional.of(0), command.user(0, 0).uid());
    }

    @Test
    void are_within_the_map() {
      refused(() -> command.user(-1, 0), "uid", "65533", "-1");
      refused(() -> command.user(0, 65_534), "gid", "65533", "65534");
    }
  }

  @Nested
  class Of_its_limits {
    @Test
    void the_last_word_counts() {
      Command twice = command.limits(l -> l.tasks(10)).limits(l -> l.tasks(5).openFiles(50));
      Limits limits = twice.limitsUnder(Limits.DEFAULT);
      assertEquals(5, limits.tasks());
      assertEquals(50, limits.openFiles());
      assertEquals(Limits.DEFAULT.memory(), limits.memory());
    }

    @Test
    void one_above_the_ceiling_is_refused_with_both_values() {
      refused(
          () -> command.limits(l -> l.memory(Size.gib(9))).limitsUnder(Limits.DEFAULT),
          "memory",
          "9 GiB",
          "512 MiB");
      refused(
          () -> command.limits(Limits.Builder::unlimitedWallTime).limitsUnder(Limits.DEFAULT),
          "wallTime");
    }

    @Test
    void a_sandbox_without_bounds_allows_all() {
      Limits open = Limits.DEFAULT.with(l -> l.unlimitedWallTime().unlimitedOutput());
      Limits asked =
          command.limits(l -> l.wallTime(Duration.ofDays(9)).output(Size.gib(1))).limitsUnder(open);
      assertEquals(Duration.ofDays(9), asked.wallTime());
    }
  }

  @Nested
  class Streams {
    @Test
    void of_output_do_not_go_to_themselves() {
      refused(() -> command.stdout(Output.toStdout()), "stdout");
    }

    @Test
    void of_errors_may_go_to_the_output() {
      assertInstanceOf(Output.ToStdout.class, command.stderr(Output.toStdout()).stderr().get());
    }
  }

  @Nested
  class As_a_value {
    private Command full() {
      return Command.of("a", "b")
          .env("A", "1")
          .secret("B", "2")
          .copyIn("x", Source.text("y"))
          .copyOut("z", Size.mib(1))
          .bind(Path.of("/srv"), "/srv")
          .stdin(Input.text("in"))
          .stderr(Output.toStdout())
          .user(1, 2)
          .cwd("sub")
          .awaitDescendants();
    }

    @Test
    void it_equals_what_was_made_alike() {
      assertEquals(full(), full());
      assertEquals(full().hashCode(), full().hashCode());
    }

    @Test
    void it_differs_in_every_part() {
      assertNotEquals(full(), Command.of("a", "c"));
      assertNotEquals(full(), full().env("C", ""));
      assertNotEquals(full(), full().secret("A", "1"));
      assertNotEquals(full(), full().stdin(Input.empty()));
      assertNotEquals(full(), full().user(1, 3));
      assertNotEquals(command, command.leaveRunning());
    }
  }

  @Nested
  class In_print {
    @Test
    void arguments_are_quoted_as_for_a_shell() {
      assertEquals(
          "gcc -O2 'a b.c' '' 'it'\\''s'",
          Command.of("gcc", "-O2", "a b.c", "", "it's").toString());
    }

    @Test
    void nothing_controls_the_terminal() {
      assertEquals("'?[31mred'", Command.of("\033[31mred").toString());
    }
  }

  @Test
  void a_descendant_policy_is_one_of_two() {
    refused(() -> command.leaveRunning().awaitDescendants(), "leaveRunning", "awaitDescendants");
    refused(() -> command.awaitDescendants().leaveRunning(), "leaveRunning", "awaitDescendants");
  }

  @Test
  void two_mounts_of_one_command_on_one_target_are_refused() {
    Command bound = command.bind(Path.of("/a"), "/w");
    refused(() -> bound.bindReadOnly(Path.of("/b"), "/w/"), "bind(/a, /w)", "bindReadOnly(/b, /w)");
  }

  @Test
  void a_limit_out_of_range_is_refused_at_once() {
    refused(() -> command.limits(l -> l.tasks(0)), "tasks", "not 0");
  }

  @Test
  void a_variable_may_be_any_bytes() {
    Command odd = command.envBytes(new byte[] {'A'}, new byte[] {(byte) 0xff});
    assertEquals(Map.of("A", "\udcff"), odd.environment());
    refused(() -> command.envBytes(new byte[] {'='}, new byte[0]), "name of a variable");
  }

  @Test
  void a_variable_is_as_long_as_the_kernel_takes() {
    assertEquals(1, command.env("A", "x".repeat(131_069)).environment().size());
    refused(() -> command.env("A", "x".repeat(131_070)), "131072", "131071", "MAX_ARG_STRLEN");
  }

  @Test
  void a_text_without_utf_8_is_refused() {
    refused(() -> Command.of("a\ud800"), "surrogate");
    refused(() -> command.env("A", "\ud800"), "surrogate");
    refused(() -> command.copyIn("\ud800", Source.text("")), "surrogate");
  }
}
