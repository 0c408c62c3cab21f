/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyExplanationTest {
  private final SeccompPolicy policy =
      SeccompPolicy.parse(
          "own",
          """
          sandbox4j-seccomp 1
          otherwise errno 38
          accept tracing -- a debugger
          group g: Something.
          allow read ptrace -- needed
          errno 1 report ioctl(arg1:32 == 0x5412) -- a hole
          allow ioctl(arg1:32 == 0x5413) -- size
          """);

  @Test
  void tells_reach_size_grants_and_rows() {
    String text = PolicyExplanation.of(policy);
    assertTrue(text.startsWith("policy own\n  x86_64: 3 of 383 calls reachable, "), text);
    assertTrue(text.contains("  grants tracing, as meant: a debugger\n"), text);
    assertTrue(
        text.contains("  ioctl if arg1:32 == 0x5412: refused with EPERM and reported -- a hole\n"),
        text);
    assertFalse(text.contains("  grants terminal-input"), text);
    assertTrue(text.endsWith("anything else: refused with ENOSYS\n"), text);
  }

  @Test
  void tells_what_is_said_of_one_call() {
    assertEquals(
        """
        ioctl, number 16 of x86_64, 29 of aarch64
          ioctl if arg1:32 == 0x5412: refused with EPERM and reported -- a hole, by group g
          ioctl if arg1:32 == 0x5413: carried out -- size, by group g
          else refused with ENOSYS
        """,
        PolicyExplanation.of(policy, "ioctl"));
    assertTrue(PolicyExplanation.of(policy, "exit").contains("under every policy"));
    assertThrows(
        IllegalArgumentException.class, () -> PolicyExplanation.of(policy, "no_such_call"));
  }

  @Test
  void tells_two_policies_apart_by_what_they_say() {
    var other =
        SeccompPolicy.parse(
            "other",
            """
            sandbox4j-seccomp 1
            otherwise errno 38
            group renamed: Otherwise the same.
            allow read -- another reason
            errno 1 report ioctl(arg1:32 == 0x5412) -- a hole
            allow ioctl(arg1:32 == 0x5413) -- size
            errno 38 ioctl(arg1:32 == 7) -- says nothing new
            errno 1 ptrace -- no
            """);
    assertEquals(List.of(), PolicyExplanation.difference(policy, policy));
    assertEquals(
        List.of("ptrace: allow -> errno 1", "tracing: no longer meant"),
        PolicyExplanation.difference(policy, other));
  }
}
