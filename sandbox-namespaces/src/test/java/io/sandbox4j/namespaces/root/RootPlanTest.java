/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.root;

import static io.sandbox4j.namespaces.Golden.assertPlan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.BindOption;
import io.sandbox4j.Command;
import io.sandbox4j.GuestPath;
import io.sandbox4j.Limits;
import io.sandbox4j.Root;
import io.sandbox4j.Size;
import io.sandbox4j.Source;
import io.sandbox4j.launch.PlanBuilder;
import io.sandbox4j.launch.Role;
import io.sandbox4j.namespaces.RunFixture;
import io.sandbox4j.namespaces.ids.Identity;
import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootPlanTest {
  private static final Identity BLOCK =
      new Identity(
          Identity.Kind.BLOCK, 0x80000, 0x80000, 1000, 1000, 0x80000 + 1000, 0x80000 + 1000);
  private static final List<RootEntry> ENTRIES =
      List.of(
          new RootEntry.Link("bin", "usr/bin"),
          new RootEntry.Bind("usr", Path.of("/usr"), true),
          new RootEntry.Bind("etc/alternatives", Path.of("/etc/alternatives"), true),
          new RootEntry.Bind("etc/ld.so.cache", Path.of("/etc/ld.so.cache"), false));

  @TempDir Path directory;

  private PlanBuilder plan(RunFixture fixture) throws IOException {
    return plan(fixture, fixture.single(), BLOCK);
  }

  private PlanBuilder plan(RunFixture fixture, RunSpec run, Identity identity) throws IOException {
    Path proc = Files.createDirectories(directory.resolve("proc"));
    Files.createDirectories(proc.resolve("acpi"));
    if (!Files.exists(proc.resolve("kcore"))) {
      Files.createFile(proc.resolve("kcore"));
    }
    List<RootEntry> entries =
        fixture.spec().root() instanceof Root.HostSystem ? ENTRIES : List.of();
    run.note(identity);
    PlanBuilder plan = new PlanBuilder();
    new PreparedRoot(fixture.spec(), entries, ProcView.of(proc), true).contribute(run, plan);
    return plan;
  }

  private static List<String> init(PlanBuilder plan) {
    return calls(plan, Role.INIT);
  }

  /** The calls without the quotes around texts. */
  private static List<String> calls(PlanBuilder plan, Role role) {
    return plan.build().steps(role).stream().map(step -> step.asCall().replace("\"", "")).toList();
  }

  @Nested
  class The_hosts_system {
    @Test
    void is_assembled_on_one_tmpfs_and_sealed() throws IOException {
      assertPlan("root-host-system", plan(RunFixture.defaults()));
    }

    @Test
    void of_an_ordinary_user_needs_no_change_of_owner() throws IOException {
      Identity single = new Identity(Identity.Kind.SINGLE, 1234, 1235, 1000, 1000, 1234, 1235);
      RunFixture fixture = RunFixture.defaults().ordinaryUser();
      assertTrue(
          init(plan(fixture, fixture.single(), single)).stream()
              .noneMatch(call -> call.startsWith("fchown")));
    }
  }

  @Test
  void an_empty_root_has_only_the_sandboxs_own_places() throws IOException {
    assertPlan("root-empty", plan(RunFixture.defaults().root(Root.empty())));
  }

  @Nested
  class By_chroot {
    @Test
    void the_entering_process_changes_its_root_as_well() throws IOException {
      List<String> entry = calls(plan(RunFixture.defaults().chroot()), Role.PROGRAM);
      assertEquals(List.of("chdir(/proc/root)", "chroot(.)"), entry);
    }

    @Test
    void nothing_pivots() throws IOException {
      List<String> init = init(plan(RunFixture.defaults().chroot()));
      assertEquals("chroot(.)", init.getLast());
      assertTrue(init.stream().noneMatch(call -> call.startsWith("pivot_root")));
    }
  }

  @Nested
  class Views {
    @Test
    void are_mounted_on_what_init_made() throws IOException {
      Path data = Files.createDirectory(directory.resolve("data"));
      PlanBuilder plan =
          plan(
              RunFixture.defaults()
                  .views(
                      new FileView.BindReadOnly(
                          data, new GuestPath("/data"), List.of(BindOption.NOEXEC)),
                      new FileView.Tmpfs(new GuestPath("/scratch"), Size.mib(16), 0),
                      new FileView.Content(new GuestPath("/etc/motd"), Source.text("hello\n"))));
      List<String> init = init(plan);
      assertTrue(init.contains("mkdirat(AT_FDCWD, root/data, 0755)"), init.toString());
      assertTrue(
          init.contains(
              "mount_setattr($root.source, , AT_EMPTY_PATH|AT_RECURSIVE, {ro,nosuid,noexec, private}, 32)"));
      assertTrue(
          init.contains(
              "mount(tmpfs, root/scratch, tmpfs, MS_NOSUID|MS_NODEV,"
                  + " size=16777216,nr_inodes=65536,mode=755,uid=1000,gid=1000)"));
      assertTrue(
          init.stream()
              .anyMatch(call -> call.contains("root/etc/motd") && call.contains("O_EXCL")));
    }

    @Test
    void p15_every_bind_is_nosuid() throws IOException {
      Path work = Files.createDirectory(directory.resolve("w"));
      PlanBuilder plan =
          plan(
              RunFixture.defaults()
                  .views(new FileView.BindWritable(work, new GuestPath("/w"), List.of())));
      assertTrue(
          init(plan)
              .contains(
                  "mount_setattr($root.source, , AT_EMPTY_PATH|AT_RECURSIVE, {nosuid, private}, 32)"));
    }

    @Test
    void a_target_inside_a_workspace_is_found_without_following_links() throws IOException {
      Path work = Files.createDirectory(directory.resolve("w"));
      PlanBuilder plan =
          plan(
              RunFixture.defaults()
                  .views(
                      new FileView.BindWritable(work, new GuestPath("/w"), List.of()),
                      new FileView.BindReadOnly(work, new GuestPath("/w/inner"), List.of())));
      assertTrue(
          init(plan)
              .contains(
                  "$root.target = openat2(AT_FDCWD, root/w/inner, {O_PATH, RESOLVE_NO_SYMLINKS|RESOLVE_NO_MAGICLINKS}, 24)"));
    }

    @Test
    void tmpfs_sizes_come_out_of_the_disk_limit() {
      FileView half = new FileView.Tmpfs(new GuestPath("/t"), Size.mib(128), 0);
      assertEquals(Size.mib(128).bytes(), Disk.size(Limits.DEFAULT, List.of(half)));
      FileView all = new FileView.Tmpfs(new GuestPath("/t"), Size.mib(256), 0);
      assertThrows(IllegalArgumentException.class, () -> Disk.size(Limits.DEFAULT, List.of(all)));
    }

    @Test
    void nothing_is_mounted_inside_proc() {
      FileView view = new FileView.Tmpfs(new GuestPath("/proc/x"), Size.mib(1), 0);
      assertThrows(IllegalArgumentException.class, () -> plan(RunFixture.defaults().views(view)));
    }

    @Test
    void a_missing_source_is_named() {
      FileView view =
          new FileView.BindReadOnly(directory.resolve("nope"), new GuestPath("/x"), List.of());
      var failure =
          assertThrows(
              IllegalArgumentException.class, () -> plan(RunFixture.defaults().views(view)));
      assertTrue(String.valueOf(failure.getMessage()).contains("nope"));
    }
  }

  @Nested
  class Copied_files {
    @Test
    void belong_to_the_programs_user_and_are_made_anew() throws IOException {
      PlanBuilder plan =
          plan(
              RunFixture.defaults()
                  .command(Command.of("./a").copyIn("sub/a", Source.text("x").executable())));
      List<String> init = init(plan);
      assertTrue(init.contains("mkdirat(AT_FDCWD, root/work/sub, 0755)"));
      assertTrue(
          init.contains(
              "$root.file = openat(AT_FDCWD, root/work/sub/a,"
                  + " O_WRONLY|O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, 0755)"));
      assertTrue(init.contains("fchown($root.file, 1000, 1000)"));
    }

    @Test
    void into_a_read_only_tree_are_refused() {
      var command = Command.of("./a").copyIn("/usr/bin/a", Source.text("x"));
      var failure =
          assertThrows(
              IllegalArgumentException.class, () -> plan(RunFixture.defaults().command(command)));
      assertTrue(String.valueOf(failure.getMessage()).contains("/usr/bin/a"));
    }

    @Test
    void that_vanished_are_refused() {
      var command = Command.of("./a").copyIn("a", Source.file(directory.resolve("gone")));
      assertThrows(
          IllegalArgumentException.class, () -> plan(RunFixture.defaults().command(command)));
    }

    @Test
    void that_are_no_regular_files_are_refused() {
      var command = Command.of("./a").copyIn("a", Source.file(directory));
      assertThrows(
          IllegalArgumentException.class, () -> plan(RunFixture.defaults().command(command)));
    }

    @Test
    void p49_large_ones_travel_beside_the_plan() throws IOException {
      RunFixture fixture =
          RunFixture.defaults()
              .command(Command.of("./a").copyIn("a", Source.bytes(new byte[100_000])));
      RunSpec run = fixture.single();
      PlanBuilder plan = plan(fixture, run, BLOCK);
      assertTrue(init(plan).contains("sendfile($root.file, @content.0, {0}, 100000)"));
      run.passed().values().forEach(io.sandbox4j.spi.PassedDescriptor::close);
    }

    @Test
    void into_a_workspace_follow_no_link_on_the_way() throws IOException {
      Path work = Files.createDirectory(directory.resolve("w"));
      PlanBuilder plan =
          plan(
              RunFixture.defaults()
                  .views(new FileView.BindWritable(work, new GuestPath("/w"), List.of()))
                  .command(Command.of("./a").copyIn("/w/d/a", Source.text("x"))));
      List<String> init = init(plan);
      assertTrue(init.contains("mkdirat($root.target, d, 0755)"), init.toString());
      assertTrue(
          init.contains(
              "$root.file = openat($root.target, a, O_WRONLY|O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, 0644)"));
    }
  }

  @Test
  void a_command_of_a_session_cannot_bind() {
    RunFixture fixture = RunFixture.defaults();
    RunSpec session = fixture.session();
    Command command = Command.of("./a").bind(directory, "/w");
    RunSpec inside = RunFixture.defaults().command(command).inside(session);
    assertThrows(IllegalArgumentException.class, () -> plan(fixture, inside, BLOCK));
  }
}
