/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static io.sandbox4j.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sandbox4j.spi.LayerOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DangerTest {

  @Nested
  class The_host_network {
    @Test
    void takes_the_token_that_names_the_danger() {
      assertEquals(
          Network.host(Danger.SHARES_THE_HOST_NETWORK),
          new Network.Host(Danger.SHARES_THE_HOST_NETWORK));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARES_THE_HOST_NETWORK")
    void takes_no_other_token(Danger danger) {
      refused(() -> Network.host(danger), "SHARES_THE_HOST_NETWORK", danger.name());
    }
  }

  @Nested
  class A_wall {
    private final ProcessIsolation all = Isolation.process();

    @Test
    void is_left_out_by_a_token() {
      ProcessIsolation less =
          all.without(Wall.SECCOMP, Danger.WALL_IS_MISSING)
              .without(Wall.IDS, Danger.WALL_IS_MISSING);
      assertEquals(Set.of(Wall.SECCOMP, Wall.IDS), less.without());
      assertEquals(Set.of(), all.without());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WALL_IS_MISSING")
    void is_left_out_by_no_other_token(Danger danger) {
      refused(() -> all.without(Wall.SECCOMP, danger), "SECCOMP", "WALL_IS_MISSING", danger.name());
    }

    @Test
    void is_not_left_out_without_a_token() {
      assertThrows(NullPointerException.class, () -> all.without(Wall.SECCOMP, null));
    }

    @ParameterizedTest
    @EnumSource(Wall.class)
    void names_the_artifact_that_builds_it(Wall wall) {
      assertEquals(
          wall == Wall.SECCOMP ? "sandbox-seccomp" : "sandbox-namespaces", wall.artifact());
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "USER_NAMESPACE",
          "MOUNT_NAMESPACE",
          "PID_NAMESPACE",
          "NETWORK_NAMESPACE",
          "ROOT",
          "IDS",
          "CAPABILITIES",
          "NO_NEW_PRIVS",
          "SECCOMP",
          "CGROUP_LIMITS"
        })
    void of_the_design_is_mandatory(Wall wall) {
      assertEquals(true, wall.isMandatory());
    }
  }

  @Nested
  class An_option_of_a_layer {
    private record Colour(String name) implements LayerOption {}

    private record Weight(int kilograms) implements LayerOption {}

    @Test
    void replaces_an_earlier_one_of_its_kind() {
      ProcessIsolation chosen =
          Isolation.process().with(new Colour("red")).with(new Weight(1)).with(new Colour("blue"));
      assertEquals(Optional.of(new Colour("blue")), chosen.option(Colour.class));
      assertEquals(List.of(new Weight(1), new Colour("blue")), chosen.options());
    }

    @Test
    void leaves_the_original_alone() {
      ProcessIsolation plain = Isolation.process();
      plain.with(new Colour("red"));
      assertEquals(Optional.empty(), plain.option(Colour.class));
    }
  }

  @Test
  void a_root_directory_is_absolute() {
    refused(() -> Root.directory(Path.of("jdk")), "jdk", "absolute");
  }
}
