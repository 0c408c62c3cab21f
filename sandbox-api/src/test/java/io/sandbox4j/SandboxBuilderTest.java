/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.spi.FileView;
import io.sandbox4j.spi.SandboxSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxBuilderTest {
  private final RecordingIsolation engine = new RecordingIsolation();
  private final Sandbox.Builder builder = Sandbox.builder().isolation(engine);

  private SandboxSpec specOf(UnaryOperator<Sandbox.Builder> settings) {
    settings.apply(builder).build().close();
    return engine.spec();
  }

  @Nested
  class By_default {
    private final SandboxSpec spec = specOf(b -> b);

    @Test
    void the_request_is_the_safe_one() {
      assertEquals(Root.hostSystem(), spec.root());
      assertEquals(Network.none(), spec.network());
      assertEquals(Limits.DEFAULT, spec.limits());
      assertEquals(List.of(), spec.views());
      assertEquals(false, spec.chroot());
      assertEquals(false, spec.rlimitSubstitute());
      assertEquals(false, spec.hostServices());
    }

    @Test
    void the_environment_has_four_variables_and_nothing_of_the_jvms() {
      assertEquals(Set.of("PATH", "HOME", "TMPDIR", "LANG"), spec.environment().keySet());
      assertEquals("/tmp", spec.environment().get("HOME"));
      assertEquals("/tmp", spec.environment().get("TMPDIR"));
      assertEquals("C.UTF-8", spec.environment().get("LANG"));
    }

    @Test
    void programs_are_user_1000_in_work() {
      assertEquals(1000, spec.uid());
      assertEquals(1000, spec.gid());
      assertEquals(GuestPath.WORK, spec.cwd());
      assertEquals("sandbox", spec.hostname());
    }
  }

  @Nested
  class A_setting {
    @Test
    void reaches_the_engine() {
      SandboxSpec spec =
          specOf(b ->
              b.root(Root.empty())
                  .bindReadOnly(Path.of("/opt/jdk"), "/jdk", BindOption.NODEV)
                  .bind(Path.of("/srv/w"), "/w")
                  .tmpfs("/cache", Size.mib(8))
                  .file("/etc/motd", Source.text("hi"))
                  .limits(l -> l.tasks(7))
                  .network(Network.host(Danger.SHARES_THE_HOST_NETWORK))
                  .env("A", "1")
                  .secret("TOKEN", "x")
                  .hostname("judge-1")
                  .user(0, 5)
                  .cwd("sub")
                  .require(Wall.LANDLOCK)
                  .chroot()
                  .limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE)
                  .allowHostServices(Danger.HOST_SERVICES_ARE_REACHABLE));
      assertEquals(Root.empty(), spec.root());
      assertEquals(
          List.of(
              new FileView.BindReadOnly(
                  Path.of("/opt/jdk"), GuestPath.absolute("/jdk"), List.of(BindOption.NODEV)),
              new FileView.BindWritable(Path.of("/srv/w"), GuestPath.absolute("/w"), List.of()),
              new FileView.Tmpfs(GuestPath.absolute("/cache"), Size.mib(8), 0),
              new FileView.Content(GuestPath.absolute("/etc/motd"), Source.text("hi"))),
          spec.views());
      assertEquals(7, spec.limits().tasks());
      assertEquals(Network.host(Danger.SHARES_THE_HOST_NETWORK), spec.network());
      assertEquals("1", spec.environment().get("A"));
      assertEquals(Set.of("TOKEN"), spec.secrets());
      assertEquals("judge-1", spec.hostname());
      assertEquals(0, spec.uid());
      assertEquals(5, spec.gid());
      assertEquals(GuestPath.absolute("/work/sub"), spec.cwd());
      assertEquals(Set.of(Wall.LANDLOCK), spec.required());
      assertTrue(spec.chroot() && spec.rlimitSubstitute() && spec.hostServices());
    }

    @Test
    void of_the_limits_adds_to_earlier_ones() {
      SandboxSpec spec = specOf(b -> b.limits(l -> l.tasks(7)).limits(l -> l.openFiles(70)));
      assertEquals(7, spec.limits().tasks());
      assertEquals(70, spec.limits().openFiles());
    }

    @Test
    void after_build_changes_nothing_that_was_built() {
      SandboxSpec spec = specOf(b -> b.env("A", "1"));
      builder.env("A", "2").tmpfs("/late", Size.mib(1)).require(Wall.LANDLOCK);
      assertEquals("1", spec.environment().get("A"));
      assertEquals(List.of(), spec.views());
      assertEquals(Set.of(), spec.required());
    }

    @Test
    void comes_in_any_order() {
      SandboxSpec one = specOf(b -> b.hostname("h").user(1, 2).env("A", "1"));
      Sandbox.builder().env("A", "1").user(1, 2).hostname("h").isolation(engine).build().close();
      SandboxSpec two = engine.spec();
      assertEquals(one, two);
    }
  }

  @Nested
  class A_mount_target {
    @ParameterizedTest
    @ValueSource(strings = {"w", "./w", "../w"})
    void is_absolute(String target) {
      refused(() -> builder.bind(Path.of("/srv"), target), "'" + target + "'", "relative");
      refused(() -> builder.bindReadOnly(Path.of("/srv"), target), target);
      refused(() -> builder.tmpfs(target, Size.mib(1)), target);
      refused(() -> builder.file(target, Source.text("")), target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../etc", "/a/../../etc"})
    void is_inside_the_root(String target) {
      refused(() -> builder.bind(Path.of("/srv"), target), target, "outside");
      refused(() -> builder.tmpfs(target, Size.mib(1)), target, "outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/w", "/w/", "//w", "/./w"})
    void is_taken_once_however_it_is_written(String again) {
      builder.bind(Path.of("/srv"), "/w").tmpfs(again, Size.mib(1));
      refused(builder::build, "two mounts", "/w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/proc", "/proc/sys", "/dev", "/dev/shm", "/dev/kvm", "/tmp"})
    void is_none_that_the_sandbox_makes(String target) {
      builder.bind(Path.of("/srv"), target);
      refused(builder::build, target);
    }

    @Test
    void may_be_the_work_directory() {
      assertEquals(1, specOf(b -> b.bind(Path.of("/srv"), "/work")).views().size());
    }
  }

  @Nested
  class A_value_out_of_range {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ü", "a_b", "-a", "a\0b"})
    void of_the_host_name_is_refused(String name) {
      refused(() -> builder.hostname(name), "host name", "1 to 64");
    }

    @Test
    void of_the_host_names_length_is_refused() {
      assertEquals("h".repeat(64), specOf(b -> b.hostname("h".repeat(64))).hostname());
      refused(() -> builder.hostname("h".repeat(65)), "1 to 64");
    }

    @Test
    void of_an_id_is_refused() {
      refused(() -> builder.user(-1, 0), "uid", "65533", "-1");
      refused(() -> builder.user(0, 65_534), "gid", "65533", "65534");
    }

    @Test
    void of_a_tmpfs_is_refused() {
      refused(() -> builder.tmpfs("/c", Size.UNLIMITED), "/c", "unlimited");
      refused(() -> builder.tmpfs("/c", Size.bytes(1)), "/c", "1 bytes");
    }

    @Test
    void of_the_queue_is_refused() {
      refused(() -> builder.maxConcurrent(0), "maxConcurrent", "0");
      refused(() -> builder.queueTimeout(Duration.ZERO), "queueTimeout", "PT0S");
      refused(() -> builder.queueTimeout(Duration.ofSeconds(-1)), "queueTimeout", "PT-1S");
    }

    @Test
    void of_a_variable_is_refused() {
      refused(() -> builder.env("A=B", "x"), "A=B");
      refused(() -> builder.env("A", "\0"), "NUL");
      refused(() -> builder.secret("", "x"), "name of a variable");
    }

    @Test
    void reaches_no_engine() {
      refused(() -> builder.limits(l -> l.tasks(0)), "tasks");
      assertEquals(List.of(), engine.specs);
    }
  }

  @Nested
  class A_contradiction_names_both_sides {
    @Test
    void of_a_wall_that_is_required_and_left_out() {
      Sandbox.Builder contradictory =
          Sandbox.builder()
              .require(Wall.SECCOMP)
              .isolation(Isolation.process().without(Wall.SECCOMP, Danger.WALL_IS_MISSING));
      refused(contradictory::build, "require(SECCOMP)", "without(SECCOMP)");
    }

    @Test
    void of_a_host_network_behind_a_wall() {
      builder.network(Network.host(Danger.SHARES_THE_HOST_NETWORK)).require(Wall.NETWORK_NAMESPACE);
      refused(builder::build, "network(Network.host", "require(NETWORK_NAMESPACE)");
    }

    @Test
    void of_limits_that_are_and_are_not_by_cgroup() {
      builder
          .require(Wall.CGROUP_LIMITS)
          .limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE);
      refused(builder::build, "limitsByRlimit", "require(CGROUP_LIMITS)");
    }

    /** P10: the CPU limit of the substitute is evadable, so that wall time is the last resort. */
    @Test
    void of_evadable_limits_without_wall_time() {
      builder
          .limitsByRlimit(Danger.LIMITS_ARE_PER_PROCESS_AND_EVADABLE)
          .limits(Limits.Builder::unlimitedWallTime);
      refused(builder::build, "limitsByRlimit", "unlimitedWallTime");
    }

    @Test
    void of_a_chroot_without_a_root() {
      Sandbox.Builder contradictory =
          Sandbox.builder()
              .chroot()
              .isolation(Isolation.process().without(Wall.ROOT, Danger.WALL_IS_MISSING));
      refused(contradictory::build, "chroot()", "without(ROOT)");
    }

    @Test
    void of_tmpfs_that_eat_the_disk() {
      builder.limits(l -> l.disk(Size.mib(10))).tmpfs("/a", Size.mib(6)).tmpfs("/b", Size.mib(4));
      refused(builder::build, "tmpfs(/b, 4 MiB)", "limits.disk", "10 MiB");
    }

    @Test
    void of_two_mounts_on_one_target() {
      builder.bind(Path.of("/srv"), "/w").tmpfs("/w/", Size.mib(1));
      refused(builder::build, "bind(/srv, /w)", "tmpfs(/w, 1 MiB)");
    }

    @Test
    void of_a_timeout_for_a_queue_that_never_forms() {
      builder.queueTimeout(Duration.ofSeconds(3));
      refused(builder::build, "queueTimeout", "maxConcurrent");
    }
  }

  @Nested
  class A_danger {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIMITS_ARE_PER_PROCESS_AND_EVADABLE")
    void of_evadable_limits_takes_its_own_token(Danger danger) {
      refused(
          () -> builder.limitsByRlimit(danger),
          "LIMITS_ARE_PER_PROCESS_AND_EVADABLE",
          danger.name());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HOST_SERVICES_ARE_REACHABLE")
    void of_host_services_takes_its_own_token(Danger danger) {
      refused(
          () -> builder.allowHostServices(danger), "HOST_SERVICES_ARE_REACHABLE", danger.name());
    }
  }

  @Test
  void nothing_missing_is_taken() {
    assertThrows(NullPointerException.class, () -> builder.root(null));
    assertThrows(NullPointerException.class, () -> builder.network(null));
    assertThrows(NullPointerException.class, () -> builder.isolation(null));
  }
}
