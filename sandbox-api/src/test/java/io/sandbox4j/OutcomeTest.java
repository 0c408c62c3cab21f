/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sandbox4j.Outcome.EngineFailed;
import io.sandbox4j.Outcome.Exited;
import io.sandbox4j.Outcome.Killed;
import io.sandbox4j.Outcome.LimitExceeded;
import io.sandbox4j.Outcome.Signalled;
import io.sandbox4j.Outcome.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  /** Compiles only while these six are all there is: new facts belong to the result. */
  private static String verdict(Outcome outcome) {
    return switch (outcome) {
      case Exited(int status) when status == 0 -> "fine";
      case Exited(int status) -> "status " + status;
      case Signalled(int signal, boolean dumped) -> "signal " + signal + (dumped ? " core" : "");
      case LimitExceeded(Limit limit, long allowed, long used) ->
          limit + " " + used + " of " + allowed;
      case Violation(String call, List<Long> arguments) -> call + arguments;
      case Killed(Outcome.Killer by) -> "killed by " + by;
      case EngineFailed(String part, String reason) -> part + ": " + reason;
    };
  }

  @Test
  void is_one_of_six_kinds() {
    assertEquals("fine", verdict(new Exited(0)));
    assertEquals("status 3", verdict(new Exited(3)));
    assertEquals("signal 11 core", verdict(new Signalled(11, true)));
    assertEquals("TASKS 257 of 256", verdict(new LimitExceeded(Limit.TASKS, 256, 257)));
    assertEquals("ptrace[0, 1]", verdict(new Violation("ptrace", List.of(0L, 1L))));
    assertEquals("killed by HOST", verdict(new Killed(Outcome.Killer.HOST)));
    assertEquals("shim: gone", verdict(new EngineFailed("shim", "gone")));
  }

  @Test
  void keeps_the_arguments_it_was_made_with() {
    List<Long> arguments = new ArrayList<>(List.of(1L));
    Violation violation = new Violation("bpf", arguments);
    List<String> decoded = new ArrayList<>(List.of("BPF_MAP_LOOKUP_ELEM"));
    Denial denial = new Denial("bpf", 321, arguments, decoded, 1, new CodeLocation.AtAddress(16));
    arguments.set(0, 2L);
    decoded.clear();
    assertEquals(List.of(1L), violation.arguments());
    assertEquals(List.of(1L), denial.arguments());
    assertEquals(List.of("BPF_MAP_LOOKUP_ELEM"), denial.decoded());
  }

  @Test
  void describes_a_denial_in_a_line() {
    CodeLocation somewhere = new CodeLocation.AtAddress(0x1234);
    CodeLocation there = new CodeLocation.InModule(0x7f00_0123, "/lib/libc.so.6", 0x123);
    assertEquals(
        "socket(AF_PACKET, SOCK_RAW, 0x3), 2 times, first at /lib/libc.so.6+0x123",
        denial("socket", List.of("AF_PACKET", "SOCK_RAW", "0x3"), 2, there).describe());
    assertEquals("sync(), at 0x1234", denial("sync", List.of(), 1, somewhere).describe());
  }

  private static Denial denial(String call, List<String> decoded, long count, CodeLocation place) {
    return new Denial(call, 1, List.of(), decoded, count, place);
  }

  @Test
  void names_what_it_needs() {
    assertThrows(NullPointerException.class, () -> new LimitExceeded(null, 1, 2));
    assertThrows(NullPointerException.class, () -> new Killed(null));
    assertThrows(NullPointerException.class, () -> new EngineFailed(null, "x"));
    assertThrows(NullPointerException.class, () -> new Touched(null, 1));
    assertThrows(NullPointerException.class, () -> new WallState(Wall.ROOT, true, null));
  }
}
