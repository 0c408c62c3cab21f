/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.seccomp_data;
import io.sandbox4j.internal.linux.generated.sock_filter;
import io.sandbox4j.internal.linux.generated.sock_fprog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A seccomp filter that notifies of some calls of a test's thread and allows all others. */
public final class NotifyingFilter {
  private NotifyingFilter() {}

  /**
   * Installs it for the calling thread.
   *
   * @param jump how a call's number is compared: {@code BPF_JEQ} or {@code BPF_JGE}
   * @param number with what
   * @return the listener
   */
  public static Descriptor install(int jump, int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = sock_filter.allocateArray(4, arena);
      row(rows, 0, Uapi.BPF_LD | Uapi.BPF_W | Uapi.BPF_ABS, 0, (int) seccomp_data.nr$offset());
      row(rows, 1, Uapi.BPF_JMP | jump | Uapi.BPF_K, 1, number);
      row(rows, 2, Uapi.BPF_RET | Uapi.BPF_K, 0, Uapi.SECCOMP_RET_ALLOW);
      row(rows, 3, Uapi.BPF_RET | Uapi.BPF_K, 0, Uapi.SECCOMP_RET_USER_NOTIF);
      MemorySegment program = sock_fprog.allocate(arena);
      sock_fprog.len(program, (short) 4);
      sock_fprog.filter(program, rows);
      LinuxException.check(
          "prctl", Kernel.host().call("prctl", Uapi.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
      return Descriptor.of(
          "seccomp",
          Kernel.host()
              .call(
                  "seccomp",
                  Uapi.SECCOMP_SET_MODE_FILTER,
                  Uapi.SECCOMP_FILTER_FLAG_NEW_LISTENER,
                  program.address()));
    }
  }

  private static void row(MemorySegment rows, int index, int code, int ifTrue, int operand) {
    MemorySegment row = sock_filter.asSlice(rows, index);
    sock_filter.code(row, (short) code);
    sock_filter.jt(row, (byte) ifTrue);
    sock_filter.k(row, operand);
  }
}
