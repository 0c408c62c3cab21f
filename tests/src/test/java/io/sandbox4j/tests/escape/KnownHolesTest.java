/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.escape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Danger;
import io.sandbox4j.Input;
import io.sandbox4j.Isolation;
import io.sandbox4j.Sandbox;
import io.sandbox4j.Wall;
import io.sandbox4j.seccomp.SeccompMode;
import io.sandbox4j.seccomp.SeccompOption;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Attacks that one program makes by itself: a call, a file, a descriptor. */
@SandboxSuite
class KnownHolesTest {
  private static final boolean ROOT = Sandboxes.isRoot();
  private static final long CAP_SYS_TIME = 1L << 25;

  /** As they are tried inside. */
  static final List<Arguments> ATTACKS =
      Stream.of(
              Attack.of("overwrite_launcher", "pid 1"),
              Attack.of("leaked_directory"),
              Attack.of("nested_namespaces"),
              Attack.of("mount_calls"),
              Attack.of("cgroup_files"),
              Attack.of("terminal_injection"),
              Attack.of("dirty_pipe", "/usr/bin/env"),
              Attack.of("kernel_knobs"),
              Attack.of("kernel_secrets"),
              // AF_VSOCK, AF_ALG, AF_PACKET, AF_KEY, AF_TIPC, AF_XDP, AF_BLUETOOTH, AF_CAN;
              // NETLINK_NETFILTER, NETLINK_XFRM, NETLINK_AUDIT; SOCK_RAW; SCTP, DCCP
              Attack.of(
                  "sockets",
                  ("40 1 0 38 5 0 17 3 768 15 3 2 30 1 0 44 3 0 31 3 1 29 3 1 16 3 12 16 3 6 16 3 9"
                          + " 2 3 1 2 1 132 2 6 33")
                      .split(" ", -1)),
              Attack.of("io_uring"),
              Attack.of("foreign_calls"),
              Attack.of("read_implies_exec"),
              Attack.of("foreign_memory", "1"),
              Attack.of("descriptor_outwards"),
              Attack.of("clock_games"),
              Attack.of("inode_flood"),
              Attack.of("locked_memory"),
              Attack.of("pipe_room"),
              Attack.of("set_id_file", "/work"))
          .map(attack -> Arguments.of(attack.name(), attack))
          .toList();

  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private static void assertShut(String report) {
    assertTrue(report.startsWith("shut: ") && !report.contains("\n"), report);
  }

  private static void assertWon(String report) {
    assertTrue(report.startsWith("won: "), report);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ATTACKS")
  void is_shut_in_a_default_sandbox(String name, Attack attack) throws InterruptedException {
    assertShut(attack.in(box));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ATTACKS")
  void is_shut_under_the_judges_policy(String name, Attack attack) throws InterruptedException {
    try (Sandbox judge =
        Sandboxes.open(b ->
            b.isolation(
                Isolation.process().with(new SeccompOption("judge", SeccompMode.ENFORCE))))) {
      assertShut(attack.in(judge));
    }
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("ATTACKS")
  void is_shut_for_user_0_of_a_sandbox(String name, Attack attack) throws InterruptedException {
    try (Sandbox root = Sandboxes.open(b -> b.user(0, 0))) {
      assertShut(attack.in(root));
    }
  }

  /** Each wall stands by itself: what the filter refuses the others must refuse, too. */
  static final List<Arguments> SHUT_TWICE =
      ATTACKS.stream()
          .filter(arguments ->
              List.of(
                      "overwrite_launcher",
                      "leaked_directory",
                      "cgroup_files",
                      "kernel_knobs",
                      "kernel_secrets",
                      "foreign_memory",
                      "descriptor_outwards",
                      "clock_games",
                      "inode_flood",
                      "dirty_pipe")
                  .contains(arguments.get()[0]))
          .toList();

  @ParameterizedTest(name = "{0}")
  @FieldSource("SHUT_TWICE")
  void is_shut_without_the_filter_as_well(String name, Attack attack) throws InterruptedException {
    try (Sandbox open =
        Sandboxes.open(
            b -> b.isolation(Isolation.process().without(Wall.SECCOMP, Danger.WALL_IS_MISSING)))) {
      assertShut(attack.in(open));
    }
  }

  /** What works without a sandbox, so that a report of "shut" means something. */
  @Nested
  class Without_a_sandbox_the_program_gets_through {
    @TempDir private Path directory;

    private void bare(String name, String... arguments) throws IOException, InterruptedException {
      assertWon(Attack.of(name, arguments).bare(directory));
    }

    @Test
    void to_its_launchers_file() throws Exception {
      bare("overwrite_launcher");
    }

    @Test
    void to_a_directory_left_open() throws Exception {
      Path program = Attack.of("leaked_directory").program();
      Process shell =
          new ProcessBuilder("/bin/sh", "-c", "exec \"$0\" 9< /", program.toString()).start();
      assertWon(
          new String(
              shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void to_namespaces_of_its_own() throws Exception {
      bare("nested_namespaces");
    }

    @Test
    void to_mounts() throws Exception {
      bare("mount_calls");
    }

    @Test
    void to_cgroup_files() throws Exception {
      assumeTrue(ROOT, "an ordinary user's cgroup files are not his");
      bare("cgroup_files");
    }

    @Test
    void to_knobs_of_the_kernel() throws Exception {
      assumeTrue(ROOT, "an ordinary user may not write them");
      bare("kernel_knobs");
    }

    @Test
    void to_secrets_of_the_kernel() throws Exception {
      bare("kernel_secrets");
    }

    @Test
    void to_sockets_of_the_kernels() throws Exception {
      bare("sockets", "16", "3", "6", "16", "3", "0", "16", "3", "15");
    }

    @Test
    void to_data_that_executes() throws Exception {
      bare("read_implies_exec");
    }

    @Test
    void to_another_process() throws Exception {
      bare("foreign_memory");
    }

    @Test
    void to_who_is_at_the_other_end() throws Exception {
      bare("descriptor_outwards", "own");
    }

    @Test
    void to_the_clock() throws Exception {
      assumeTrue(maySetClocks(), "ordinary users and containers have no CAP_SYS_TIME");
      bare("clock_games");
    }

    private static boolean maySetClocks() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & CAP_SYS_TIME) != 0;
        }
      }
      throw new AssertionError("no CapEff");
    }

    @Test
    void to_room_in_pipes() throws Exception {
      bare("pipe_room");
    }

    @Test
    void to_set_id_files() throws Exception {
      bare("set_id_file", directory.toString());
    }
  }

  @Test
  void input_is_no_way_to_a_service(@TempDir Path directory) throws Exception {
    String name = "sandbox4j-escape-" + ProcessHandle.current().pid();
    Process service = Attack.of("abstract_socket", name, "serve").start(directory);
    try (var said = service.inputReader()) {
      assertEquals("listening", said.readLine());
      assertWon(Attack.of("abstract_socket", name).bare(directory));
      assertShut(Attack.of("abstract_socket", name).in(box));
    } finally {
      service.getOutputStream().close();
      service.waitFor();
    }
  }

  @Test
  void keys_do_not_reach_the_next_run(@TempDir Path directory) throws Exception {
    String left = Attack.of("keyring", "leave").bare(directory);
    assertEquals(
        left.startsWith("won"), Attack.of("keyring", "find").bare(directory).startsWith("won"));
    try (Sandbox open =
        Sandboxes.open(
            b -> b.isolation(Isolation.process().without(Wall.SECCOMP, Danger.WALL_IS_MISSING)))) {
      Attack.of("keyring", "leave").in(open);
      assertShut(Attack.of("keyring", "find").in(open));
    }
    assertShut(Attack.of("keyring", "leave").in(box));
  }

  @Test
  void messages_do_not_reach_the_next_run(@TempDir Path directory) throws Exception {
    assertWon(Attack.of("message_leftovers", "leave").bare(directory));
    assertWon(Attack.of("message_leftovers", "find").bare(directory));
    assertWon(Attack.of("message_leftovers", "leave").in(box));
    assertShut(Attack.of("message_leftovers", "find").in(box));
  }

  @Test
  void input_of_a_host_file_stays_readable_only(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("in"), "0123456789");
    var attack = Attack.of("dirty_pipe", "/proc/self/fd/0");
    assertShut(box.run(attack.command().stdin(Input.file(file))).orThrow().stdout().text().trim());
    assertEquals("0123456789", Files.readString(file));
  }
}
