/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DangerousGrantTest {
  private static final SeccompAction EPERM = SeccompAction.quiet(1);

  private static List<String> names() {
    return SeccompPolicy.names();
  }

  private static SeccompPolicy allowing(String rows) {
    return SeccompPolicy.parse(
        "p", "sandbox4j-seccomp 1\notherwise errno 1\ngroup g: G.\n" + rows + " -- test\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "allow ptrace; TRACING",
        "log mount; MOUNTS",
        "allow bpf; BPF",
        "allow clone3; NAMESPACES",
        "allow clone; NAMESPACES",
        "allow unshare(arg0:32 == 0x10000000); NAMESPACES",
        "allow init_module; KERNEL_CODE",
        "allow reboot; ADMINISTRATION",
        "allow ioctl; TERMINAL_INPUT",
        "allow ioctl(arg1:32 != 0x5412); TERMINAL_INPUT",
        "allow ioctl(arg0:32 == 0); TERMINAL_INPUT",
        "allow open_by_handle_at; FILE_HANDLES",
        "allow io_uring_setup; IO_URING",
        "allow userfaultfd; FAULT_HANDLING",
        "allow perf_event_open; PERFORMANCE_EVENTS",
        "allow keyctl; KEYRINGS",
        "allow seccomp; LISTENERS",
      })
  void is_seen_in_a_policy_and_refused_where_nobody_says_that_it_is_meant(
      String rows, DangerousGrant grant) {
    var policy = allowing(rows);
    assertEquals(Set.of(grant), policy.dangers());
    var thrown = assertThrows(IllegalArgumentException.class, () -> Seccomp.policy(policy));
    assertTrue(String.valueOf(thrown.getMessage()).contains("accept " + grant.word()));
    assertEquals(
        policy.name(),
        Seccomp.policy(policy.toBuilder().accept(grant, "a test").build()).policyName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "allow ioctl(arg1:32 == 0x5401)",
        "allow clone(arg0 & 0x7e028000 == 0)",
        "allow seccomp(arg0:32 in 0 2)",
        "errno 1 report ptrace"
      })
  void is_not_seen_where_arguments_leave_it_out(String rows) {
    assertEquals(Set.of(), allowing(rows).dangers());
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_meant_wherever_a_policy_of_the_library_has_one(String name) {
    var policy = SeccompPolicy.named(name);
    assertEquals(policy.accepted().keySet(), policy.dangers());
  }

  @Test
  void is_all_of_them_where_everything_is_allowed() {
    var open = SeccompPolicy.builder("open", SeccompAction.allow()).build();
    assertEquals(
        EnumSet.complementOf(EnumSet.of(DangerousGrant.CONTINUE)), open.dangers()); // a handler's
    assertEquals(Set.of(), SeccompPolicy.builder("shut", EPERM).build().dangers());
  }
}
