/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.pitfall;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Danger;
import io.sandbox4j.Isolation;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Root;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.UnsupportedHostException;
import io.sandbox4j.Wall;
import io.sandbox4j.WallState;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sandbox shows, shares, leaves out or tells. */
@SandboxSuite
class WallPitfallsTest {
  private static final Danger MISSING = Danger.WALL_IS_MISSING;

  private static void open(Path directory) throws java.io.IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A directory that the tests' user may hand to a program: root gives it to another user. */
  private static Path workspace(Path directory) throws Exception {
    open(directory);
    Path workspace = Files.createDirectory(directory.resolve("workspace"));
    open(workspace);
    if (Sandboxes.isRoot()) {
      Files.setAttribute(workspace, "unix:uid", 4321);
      Files.setAttribute(workspace, "unix:gid", 4321);
    }
    return workspace;
  }

  @Nested
  class A_root_directory {
    @Test
    void p17_that_holds_a_socket_is_refused(@TempDir Path root) throws Exception {
      Path run = Files.createDirectory(root.resolve("run"));
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(run.resolve("docker.sock")));
        var builder = Sandboxes.any().root(Root.directory(root));
        RuntimeException refused =
            assertThrows(RuntimeException.class, () -> builder.build().close());
        assertTrue(String.valueOf(refused.getMessage()).contains("docker.sock"), refused::toString);
      }
    }

    @Test
    void cannot_bring_a_proc_or_dev_of_its_own(@TempDir Path root) throws Exception {
      // CVE-2019-19921 and CVE-2025-31133: links of an image where /proc and /dev are mounted.
      open(root);
      Files.createDirectory(root.resolve("etc"));
      Files.createSymbolicLink(root.resolve("proc"), Path.of("/etc"));
      Files.createSymbolicLink(root.resolve("dev"), Path.of("/proc"));
      for (String tree : List.of("usr", "bin", "lib", "lib64")) {
        Files.createSymbolicLink(root.resolve(tree), Path.of("/system/" + tree));
      }
      try (Sandbox box =
          Sandboxes.open(b ->
              b.root(Root.directory(root))
                  .bindReadOnly(Path.of("/usr"), "/system/usr")
                  .bindReadOnly(Path.of("/bin").toAbsolutePath(), "/system/bin")
                  .bindReadOnly(Path.of("/lib"), "/system/lib")
                  .bindReadOnly(Path.of("/lib64"), "/system/lib64"))) {
        SandboxResult result =
            box.run(
                Command.shell(
                    "test -c /dev/null && test -d /proc/1 && test ! -L /proc && test ! -L /dev"));
        assertTrue(result.ok(), () -> result.outcome() + result.stderr().text());
      }
    }
  }

  @Nested
  class A_workspace {
    @ParameterizedTest
    @EnumSource
    void with_a_link_where_something_is_mounted_is_refused(Mounted what, @TempDir Path directory)
        throws Exception {
      // CVE-2021-30465: the link leads into the sandbox's own root, or the host's.
      Path workspace = workspace(directory);
      Files.createSymbolicLink(workspace.resolve("target"), Path.of("/etc"));
      Files.createSymbolicLink(workspace.resolve("sub"), Path.of(".."));
      try (Sandbox box = Sandboxes.open(b -> what.add(b.bind(workspace, "/w")))) {
        assertThrows(RuntimeException.class, () -> box.run(Command.of("true")));
      }
    }

    @Test
    void holds_mounts_inside_mounts(@TempDir Path directory) throws Exception {
      Path workspace = workspace(directory);
      Files.createDirectory(workspace.resolve("t"));
      Files.createFile(workspace.resolve("f"));
      try (Sandbox box =
          Sandboxes.open(b ->
              b.bind(workspace, "/w")
                  .tmpfs("/w/t", Size.mib(1))
                  .file("/w/f", Source.text("given"))
                  .file("/w/t/deep", Source.text("deep")))) {
        SandboxResult result =
            box.run(Command.shell("cat /w/f /w/t/deep; echo x > /w/t/new; echo y > /w/new"));
        assertEquals("givendeep", result.orThrow().stdout().text());
      }
      assertAll(
          () -> assertTrue(Files.exists(workspace.resolve("new"))),
          () -> assertFalse(Files.exists(workspace.resolve("t/new"))));
    }

    @Test
    void p19_can_be_deleted_by_the_jvm(@TempDir Path directory) throws Exception {
      Path workspace = workspace(directory);
      try (Sandbox box = Sandboxes.open(b -> b.bind(workspace, "/w"))) {
        box.run(
                Command.shell(
                    "cd /w && mkdir -p a/b/c && echo x > a/b/c/f && chmod 000 a/b/c/f && chmod 700 a"))
            .orThrow();
      }
      try (Stream<Path> all = Files.walk(workspace)) {
        for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
      assertFalse(Files.exists(workspace));
    }
  }

  enum Mounted {
    TMPFS {
      @Override
      Sandbox.Builder add(Sandbox.Builder to) {
        return to.tmpfs("/w/target", Size.mib(1));
      }
    },
    FILE {
      @Override
      Sandbox.Builder add(Sandbox.Builder to) {
        return to.file("/w/target/passwd", Source.text("x"));
      }
    },
    BIND {
      @Override
      Sandbox.Builder add(Sandbox.Builder to) {
        return to.bindReadOnly(Path.of("/usr"), "/w/sub/etc");
      }
    };

    abstract Sandbox.Builder add(Sandbox.Builder to);
  }

  @Test
  void p18_mountinfo_lists_only_what_the_sandbox_shows() throws Exception {
    // It tells the host's paths of binds: known, and listed in the threat model.
    try (Sandbox box = Sandboxes.open()) {
      String info = box.run(Command.of("cat", "/proc/self/mountinfo")).orThrow().stdout().text();
      Set<String> points =
          info.lines()
              .map(line -> line.split(" ", -1)[4])
              .collect(Collectors.toCollection(TreeSet::new));
      points.removeIf(point ->
          point.equals("/")
              || Stream.of(
                      "/usr", "/bin", "/sbin", "/lib", "/etc/", "/dev", "/proc", "/tmp", "/work")
                  .anyMatch(point::startsWith));
      assertEquals(Set.of(), points);
    }
  }

  @Nested
  class P20_walls_that_cannot_be_left_out {
    private static ProcessIsolation without(Wall... walls) {
      ProcessIsolation isolation = Isolation.process();
      for (Wall wall : walls) {
        isolation = isolation.without(wall, MISSING);
      }
      return isolation;
    }

    private static void refused(ProcessIsolation isolation) {
      var builder = Sandboxes.any().isolation(isolation);
      RuntimeException refusal =
          assertThrows(RuntimeException.class, () -> builder.build().close());
      assertTrue(String.valueOf(refusal.getMessage()).contains("without"), refusal::toString);
    }

    @ParameterizedTest
    @EnumSource(
        value = Wall.class,
        names = {"IDS", "ROOT", "MOUNT_NAMESPACE", "CAPABILITIES", "NO_NEW_PRIVS"})
    void p20_alone(Wall wall) {
      refused(without(wall));
    }

    @Test
    void p20_together_since_nothing_would_end_a_programs_children() {
      refused(without(Wall.PID_NAMESPACE, Wall.CGROUP_LIMITS));
    }

    @Test
    void p20_without_the_right_token() {
      assertThrows(
          IllegalArgumentException.class,
          () -> Isolation.process().without(Wall.SECCOMP, Danger.HOST_SERVICES_ARE_REACHABLE));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Wall.class,
      names = {"CORE_SCHEDULING", "SPECULATION_CONTROL", "LANDLOCK", "NO_CORE_DUMPS"})
  void an_optional_wall_is_built_when_required_or_the_host_is_refused(Wall wall)
      throws InterruptedException {
    Sandbox.Builder builder = Sandboxes.any().require(wall);
    try (Sandbox box = builder.build()) {
      SandboxResult result = box.run(Command.of("true"));
      assertTrue(result.ok());
      assertTrue(
          result.walls().stream().anyMatch(state -> state.wall() == wall && state.inForce()));
    } catch (UnsupportedHostException refused) {
      try (Sandbox box = Sandboxes.open()) {
        WallState state =
            box.walls().stream().filter(s -> s.wall() == wall).findFirst().orElseThrow();
        assertFalse(state.inForce());
        assertTrue(
            String.valueOf(refused.getMessage()).contains(state.detail())
                || wall == Wall.SPECULATION_CONTROL,
            refused::toString);
      }
    }
  }

  @Nested
  class P43_load_does_not_decide_verdicts {
    @Test
    void p43_at_most_so_many_run_at_once() throws InterruptedException {
      try (Sandbox one = Sandboxes.open(b -> b.maxConcurrent(1));
          SandboxProcess first = one.start(Command.of("sleep", "0.3"))) {
        SandboxResult second = one.run(Command.of("true"));
        assertFalse(first.isAlive());
        assertTrue(second.ok());
      }
    }

    @Test
    void p43_cores_can_be_pinned() throws InterruptedException {
      try (Sandbox box = Sandboxes.withCgroup().limits(l -> l.pinnedCores(0)).build()) {
        String allowed =
            box.run(Command.of("grep", "Cpus_allowed_list", "/proc/self/status"))
                .orThrow()
                .stdout()
                .text();
        assertEquals("0", allowed.substring(allowed.indexOf(':') + 1).strip());
      }
    }
  }
}
