/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyscallSetTest {
  @Test
  void of_the_library_hold_every_call_of_both_architectures_once() {
    List<String> calls = new ArrayList<>();
    for (var set : SyscallSet.all()) {
      for (var use : set.uses()) {
        if (use.conditions().isEmpty()) {
          calls.add(use.call());
        }
      }
    }
    Set<String> all = new HashSet<>(SyscallAbi.X86_64.names());
    all.addAll(SyscallAbi.AARCH64.names());
    assertEquals(all, new HashSet<>(calls));
    assertEquals(all.size(), calls.size());
  }

  @Test
  void each_say_what_they_are_for() {
    assertTrue(SyscallSet.all().size() > 35);
    SyscallSet.all().forEach(set -> assertTrue(set.intent().endsWith("."), set::toString));
  }

  @Test
  void select_sockets_by_family() {
    var policy =
        SeccompPolicy.builder("p", SeccompAction.quiet(97))
            .allow(SyscallSet.named("sockets-unix"), "a test")
            .build();
    var filter =
        FilterCompiler.compileAfresh(
            policy, FilterOptions.of(SyscallAbi.X86_64, SeccompMode.ENFORCE));
    assertEquals(SeccompAction.allow(), filter.decide(41, 1, 1, 0, 0, 0, 0));
    assertEquals(SeccompAction.quiet(97), filter.decide(41, 2, 1, 0, 0, 0, 0));
    assertEquals(
        "Make sockets between processes of one machine.", policy.groups().getFirst().intent());
  }

  @Test
  void that_nobody_made_are_refused_with_the_nearest_name() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> SyscallSet.named("file-reed"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("did you mean file-read?"));
  }
}
