/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.OutFile;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.Wall;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program finds inside, and what it does not. */
@SandboxSuite
class IsolationTest {
  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  private String print(String line) throws InterruptedException {
    return box.run(Command.shell(line)).orThrow().stdout().text().trim();
  }

  private Map<String, String> status(String process) throws InterruptedException {
    return fields(
        print("while read -r line; do echo \"$line\"; done < /proc/" + process + "/status"));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .filter(line -> line.contains(":"))
        .forEach(line -> {
          String[] parts = line.split(":", 2);
          fields.put(parts[0], parts[1].trim());
        });
    return fields;
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  private static void assertNoCapabilities(Map<String, String> status) {
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
      assertEquals("0000000000000000", status.get(set), set);
    }
  }

  @Nested
  class The_program {
    @Test
    void runs_as_user_and_group_1000() throws InterruptedException {
      assertEquals("1000 1000", print("echo $(id -u) $(id -g)"));
    }

    @Test
    void runs_as_the_ids_that_the_command_names() throws InterruptedException {
      assertEquals(
          "7 8\n",
          box.run(Command.shell("echo $(id -u) $(id -g)").user(7, 8)).orThrow().stdout().text());
    }

    @Test
    void has_no_capability_of_any_set() throws InterruptedException {
      assertNoCapabilities(status("self"));
    }

    @Test
    void has_no_new_privs() throws InterruptedException {
      assertEquals("1", status("self").get("NoNewPrivs"));
    }

    @Test
    void is_under_a_seccomp_filter() throws InterruptedException {
      assertEquals("2", status("self").get("Seccomp"));
    }

    @Test
    void has_no_descriptors_but_the_three() throws InterruptedException {
      SandboxResult result = box.run(Victims.run("descriptors"));
      assertEquals("0 1 2", result.orThrow().stdout().text().trim());
    }

    @Test
    void ignores_and_blocks_no_signal() throws InterruptedException {
      SandboxResult result =
          box.run(Command.of("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"));
      assertEquals(
          "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n",
          result.orThrow().stdout().text());
    }

    @Test
    void starts_in_an_empty_writable_executable_work() throws InterruptedException {
      assertEquals(
          "/work\nran", print("pwd; ls -A; printf '#!/bin/sh\necho ran' > p; chmod 700 p; ./p"));
    }

    @Test
    void leads_a_session_of_its_own() throws InterruptedException {
      assertEquals(
          "yes", print("read -r p _ _ _ _ s _ < /proc/self/stat; [ \"$s\" -gt 0 ] && echo yes"));
    }
  }

  @Nested
  class Init {
    @Test
    void is_under_a_seccomp_filter_of_its_own() throws InterruptedException {
      assertEquals("2", status("1").get("Seccomp"));
    }

    @Test
    void has_no_capability_of_any_set() throws InterruptedException {
      assertNoCapabilities(status("1"));
    }

    @Test
    void has_no_new_privs() throws InterruptedException {
      assertEquals("1", status("1").get("NoNewPrivs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem", "fd/0", "exe", "environ", "maps"})
    void p2_is_undumpable_so_that_its_files_cannot_be_opened(String file)
        throws InterruptedException {
      assertFalse(box.run(Command.shell("exec 3< /proc/1/" + file)).ok());
    }

    @Test
    void p2_is_not_told_limits_by_the_program() throws InterruptedException {
      assertFalse(box.run(Command.of("prlimit", "--pid", "1", "--cpu=1:1")).ok());
    }

    @Test
    void p2_is_not_killed_by_the_program() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("kill -9 1; sleep 0.1; exit 3"));
      assertEquals(new Outcome.Exited(3), result.outcome());
    }
  }

  @Nested
  class Namespaces {
    @ParameterizedTest
    @ValueSource(strings = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"})
    void are_other_than_the_hosts(String kind) throws Exception {
      assumeTrue(Files.exists(Path.of("/proc/self/ns/" + kind)), "the kernel has no " + kind);
      String host = Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).toString();
      String inside = print("readlink /proc/self/ns/" + kind);
      assertAll(
          () -> assertTrue(inside.startsWith(kind + ":["), inside),
          () -> assertNotEquals(host, inside));
    }

    @Test
    void show_few_small_pids() throws InterruptedException {
      String pids = print("for p in /proc/[0-9]*; do echo ${p#/proc/}; done");
      assertTrue(
          pids.lines().count() <= 4 && pids.lines().allMatch(p -> Integer.parseInt(p) < 100), pids);
    }

    @Test
    void have_no_network_but_loopback_which_is_up() throws InterruptedException {
      assertAll(
          () ->
              assertEquals(
                  "lo",
                  print(
                      "ls /sys/class/net 2>/dev/null || sed -n 's/^ *\\([a-z0-9]*\\):.*/\\1/p' /proc/net/dev")),
          () ->
              assertTrue(
                  box.run(
                          Command.of(
                              "python3",
                              "-c",
                              "import socket as s; a=s.create_server(('127.0.0.1',0));"
                                  + "s.create_connection(a.getsockname())"))
                      .ok()));
    }

    @Test
    void have_the_host_name_that_was_set() throws InterruptedException {
      try (Sandbox named = Sandboxes.open(b -> b.hostname("inner.example"))) {
        assertAll(
            () -> assertEquals("sandbox", print("uname -n")),
            () ->
                assertEquals(
                    "inner.example\n", named.run(Command.of("uname", "-n")).stdout().text()));
      }
    }
  }

  @Nested
  class The_file_system {
    @ParameterizedTest
    @ValueSource(
        strings = {"/etc/shadow", "/root", "/home", "/var/run/docker.sock", "/sys/fs/cgroup"})
    void lacks_what_is_not_for_programs(String path) throws InterruptedException {
      assertFalse(box.run(Command.of("test", "-e", path)).ok());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr", "/usr/bin", "/etc", "/bin", "/proc", "/dev"})
    void is_read_only_outside_the_private_part(String path) throws InterruptedException {
      assertFalse(box.run(Command.shell("echo x > " + path + "/sandbox4j-was-here")).ok());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/work", "/tmp", "/dev/shm"})
    void is_writable_and_empty_for_each_run_in_the_private_part(String path)
        throws InterruptedException {
      assertEquals("", print("ls -A " + path + "; echo x > " + path + "/left"));
      assertEquals("", print("ls -A " + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/kcore", "/proc/sysrq-trigger", "/proc/keys", "/proc/timer_list"})
    void masks_what_tells_of_the_host_in_proc(String path) throws InterruptedException {
      SandboxResult result = box.run(Command.shell("head -c 64 " + path + " 2>/dev/null"));
      assertEquals("", result.stdout().text());
    }

    @Test
    void has_no_writable_sysctl() throws InterruptedException {
      assertFalse(box.run(Command.shell("echo x > /proc/sys/kernel/hostname")).ok());
    }

    @Test
    void has_a_minimal_dev() throws InterruptedException {
      assertEquals(
          "yes",
          print("test -c /dev/null -a -c /dev/zero -a -c /dev/urandom -a -e /dev/fd && echo yes"));
      assertFalse(box.run(Command.shell("ls /dev/sd* /dev/vd* /dev/kvm /dev/mem")).ok());
    }

    @Test
    void shows_a_file_from_bytes() throws InterruptedException {
      try (Sandbox with = Sandboxes.open(b -> b.file("/etc/motd", Source.text("hello")))) {
        assertEquals("hello", with.run(Command.of("cat", "/etc/motd")).orThrow().stdout().text());
      }
    }

    @Test
    void shows_a_bind_read_only(@TempDir Path host) throws Exception {
      open(host);
      Files.writeString(host.resolve("f"), "content");
      try (Sandbox with = Sandboxes.open(b -> b.bindReadOnly(host, "/data"))) {
        assertAll(
            () ->
                assertEquals(
                    "content", with.run(Command.of("cat", "/data/f")).orThrow().stdout().text()),
            () -> assertFalse(with.run(Command.shell("echo x > /data/g")).ok()));
      }
      assertFalse(Files.exists(host.resolve("g")));
    }

    @Test
    void gives_a_tmpfs_its_size() throws InterruptedException {
      try (Sandbox with = Sandboxes.open(b -> b.tmpfs("/scratch", Size.mib(1)))) {
        assertFalse(with.run(Command.shell("head -c 2000000 /dev/zero > /scratch/f")).ok());
        assertTrue(with.run(Command.shell("head -c 900000 /dev/zero > /scratch/f")).ok());
      }
    }

    @Test
    void cannot_be_left_by_chroot_when_it_is_a_chroot() throws InterruptedException {
      try (Sandbox plain = Sandboxes.open(Sandbox.Builder::chroot)) {
        assertAll(
            () -> assertTrue(plain.run(Command.of("true")).ok()),
            () -> assertNotEquals("0", callIn(plain, "161", "@/")));
      }
    }
  }

  private static String callIn(Sandbox sandbox, String... arguments) throws InterruptedException {
    return sandbox.run(Victims.run("call", arguments)).orThrow().stdout().text().trim();
  }

  @Nested
  class The_default_seccomp_policy {
    // Numbers of asm/unistd_64.h, x86-64.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "unshare of a user namespace, 272 0x10000000",
      "clone3, 435 0 0",
      "mount, 165 0 0",
      "ptrace, 101 0 0",
      "bpf, 321 0 0",
      "userfaultfd, 323 0 0",
      "perf_event_open, 298 0 0",
      "keyctl, 250 0 0",
      "io_uring_setup, 425 1 0",
      "kexec_load, 246 0 0",
      "reboot, 169 0 0",
      "init_module, 175 0 0",
      "chroot, 161 @/",
      "ioctl TIOCSTI, 16 0 0x5412",
      "ioctl TIOCSTI with high bits set, 16 0 0x100005412",
      "ioctl TIOCLINUX, 16 0 0x541C",
      "a netfilter socket, 41 16 3 12",
      "a packet socket, 41 17 3",
      "an x32 call, 0x40000027"
    })
    void refuses(String name, String call) throws InterruptedException {
      assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
      assertNotEquals("0", callIn(box, call.split(" ", -1)), name);
    }

    @Test
    void answers_numbers_it_does_not_know_with_enosys() throws InterruptedException {
      assertEquals("38", callIn(box, "4000"));
    }

    @Test
    void p25_reports_a_dangerous_call_with_its_arguments() throws InterruptedException {
      assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
      SandboxResult result = box.run(Victims.run("call", "101", "16", "1", "2", "3"));
      var denial =
          result.denied().stream().filter(d -> d.call().equals("ptrace")).findFirst().orElseThrow();
      assertAll(
          () -> assertEquals(101, denial.number()),
          () -> assertEquals(List.of(16L, 1L, 2L, 3L, 0L, 0L), denial.arguments()));
    }
  }

  @Nested
  class The_walls {
    @ParameterizedTest
    @EnumSource(
        value = Wall.class,
        names = {
          "USER_NAMESPACE",
          "MOUNT_NAMESPACE",
          "PID_NAMESPACE",
          "NETWORK_NAMESPACE",
          "IPC_NAMESPACE",
          "UTS_NAMESPACE",
          "ROOT",
          "IDS",
          "CAPABILITIES",
          "NO_NEW_PRIVS",
          "SECCOMP"
        })
    void are_told_in_the_result(Wall wall) throws InterruptedException {
      assertTrue(
          box.run(Command.of("true")).walls().stream()
              .anyMatch(state -> state.wall() == wall && state.inForce()));
    }

    @Test
    void say_whether_limits_are_a_cgroups() {
      assertEquals(
          Sandboxes.hasCgroup(),
          box.walls().stream().anyMatch(s -> s.wall() == Wall.CGROUP_LIMITS && s.inForce()));
    }
  }

  /** Who may pass as another user writes to a temporary directory of the JVM's. */
  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(
        directory,
        java.util.EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_EXECUTE));
  }

  @Nested
  class Pitfalls {
    @Test
    void p1_no_task_of_a_sandbox_has_kuid_or_kgid_0() throws Exception {
      try (SandboxProcess process = box.start(Command.shell("sleep 30 & echo; sleep 30"))) {
        assertEquals('\n', process.stdout().read()); // now there are two
        long me = process.pid();
        Path namespace = Files.readSymbolicLink(Path.of("/proc/" + me + "/ns/pid"));
        int seen = 0;
        try (var tasks = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
          for (Path task : tasks) {
            if (isIn(task, namespace)) {
              Map<String, String> status = fields(Files.readString(task.resolve("status")));
              assertFalse(List.of(field(status, "Uid").split("\t")).contains("0"), task::toString);
              assertFalse(List.of(field(status, "Gid").split("\t")).contains("0"), task::toString);
              seen++;
            }
          }
        }
        assertTrue(seen >= 2, "it looked at " + seen + " tasks");
      }
    }

    private static boolean isIn(Path task, Path namespace) {
      try {
        return Files.readSymbolicLink(task.resolve("ns/pid")).equals(namespace);
      } catch (IOException goneOrForbidden) {
        return false;
      }
    }

    @Test
    void p14_a_core_limit_cannot_be_set() throws InterruptedException {
      String[] seen = box.run(Victims.run("core")).orThrow().stdout().text().trim().split(" ", -1);
      assertAll(
          () -> assertNotEquals("0", seen[0], "prlimit64"),
          () -> assertNotEquals("0", seen[1], "setrlimit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4755", "2755", "6711"})
    void p15_a_setuid_or_setgid_file_cannot_be_made(String mode) throws InterruptedException {
      SandboxResult result = box.run(Command.shell("echo > f; chmod " + mode + " f"));
      SandboxResult mode2 = box.run(Command.shell("echo > f; chmod " + mode + " f; stat -c %a f"));
      assertAll(
          () -> assertFalse(result.ok()),
          () -> assertFalse(mode2.stdout().text().trim().matches("[2-7]...")));
    }

    @Test
    void p16_the_program_may_reopen_its_output() throws InterruptedException {
      SandboxResult result = box.run(Command.shell("echo out >/dev/stdout; echo err >/dev/stderr"));
      assertAll(
          () -> assertEquals("out\n", result.stdout().text()),
          () -> assertEquals("err\n", result.stderr().text()));
    }

    @Test
    void p17_a_bind_that_holds_a_socket_is_refused(@TempDir Path host) throws Exception {
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(host.resolve("service.sock")));
        var builder = Sandboxes.any().bindReadOnly(host, "/data");
        RuntimeException e = assertThrows(RuntimeException.class, () -> builder.build().close());
        assertTrue(String.valueOf(e.getMessage()).contains("service.sock"), e::getMessage);
      }
    }

    @Test
    void p21_descendants_die_with_the_main_program() throws InterruptedException {
      long begin = System.nanoTime();
      SandboxResult result = box.run(Victims.run("daemon"));
      assertAll(
          () -> assertEquals(new Outcome.Exited(0), result.outcome()),
          () ->
              assertTrue(
                  System.nanoTime() - begin < Place.within(Duration.ofSeconds(5)).toNanos()));
    }

    @Test
    void p21_streams_end_with_the_main_program_though_a_descendant_holds_them()
        throws InterruptedException {
      assertEquals("a\n", box.run(Command.shell("echo a; sleep 40 & exit 0")).stdout().text());
    }

    @Test
    void p21_descendants_are_awaited_on_request() throws InterruptedException {
      Command late = Command.shell("(sleep 0.3; echo late) & echo early").awaitDescendants();
      assertEquals("early\nlate\n", box.run(late).stdout().text());
    }

    @Test
    void p47_a_file_given_as_input_cannot_be_reopened_for_writing(@TempDir Path host)
        throws Exception {
      Path file = Files.writeString(host.resolve("in"), "the caller's");
      SandboxResult result =
          box.run(Command.shell("echo forged 1<>/proc/self/fd/0").stdin(Input.file(file)));
      assertAll(
          () -> assertEquals("the caller's", Files.readString(file)),
          () -> assertFalse(result.outcome() instanceof Outcome.EngineFailed));
    }

    @Test
    void p48_files_are_collected_after_the_last_process() throws Exception {
      Command makes = Command.shell("echo content > f; mkdir d; echo deep > d/g");
      try (SandboxResult result =
          box.run(makes.copyOut("f", Size.kib(1)).copyOut("/work/d/g", Size.kib(1)))) {
        assertAll(
            () -> assertEquals("content\n", text(result.file("f"))),
            () -> assertEquals("deep\n", text(result.file("d/g"))));
      }
    }

    @Test
    void p48_files_are_collected_after_a_kill() throws Exception {
      Command makes = Command.shell("echo content > f; kill -9 $$").copyOut("f", Size.kib(1));
      try (SandboxResult result = box.run(makes)) {
        assertEquals("content\n", text(result.file("f")));
      }
    }

    private static String text(OutFile file) throws IOException {
      try (var in = file.openStream()) {
        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
    }
  }
}
