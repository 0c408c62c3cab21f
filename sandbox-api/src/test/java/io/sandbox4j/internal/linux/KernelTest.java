/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KernelTest {
  @Nested
  class The_host {
    @Test
    void returns_results() {
      assertEquals(ProcessHandle.current().pid(), Kernel.host().call("getpid"));
    }

    @Test
    void returns_errors_as_negative_errno() {
      assertEquals(-Errno.EBADF, Kernel.host().call("close", -1));
    }

    @Test
    void keeps_errors_of_threads_apart() throws InterruptedException {
      long[] seen = new long[2];
      Thread other = Thread.ofVirtual().start(() -> seen[1] = repeat("pidfd_open", -1));
      seen[0] = repeat("close", -1);
      other.join();
      assertEquals(List.of((long) -Errno.EBADF, (long) -Errno.EINVAL), List.of(seen[0], seen[1]));
    }

    /** The common result of many calls, or 1. */
    private static long repeat(String call, long argument) {
      long first = Kernel.host().call(call, argument);
      for (int i = 0; i < 2_000; i++) {
        if (Kernel.host().call(call, argument) != first) return 1;
      }
      return first;
    }
  }

  @Nested
  class By_name {
    private final RecordingKernel kernel = new RecordingKernel();

    @Test
    void missing_arguments_are_zero() {
      long result = kernel.answer(7).call("fchmod", 3, 0700);
      assertEquals(7, result);
      assertEquals(
          List.of(new RecordingKernel.Call("fchmod", List.of(3L, 448L, 0L, 0L, 0L, 0L))),
          kernel.calls());
    }

    @Test
    void a_name_unknown_here_is_ENOSYS_and_reaches_no_kernel() {
      assertEquals(-Errno.ENOSYS, kernel.call("no_such_call"));
      assertEquals(List.of(), kernel.calls());
    }
  }

  @Nested
  class A_failed_call {
    @Test
    void is_reported_by_call_and_errno() {
      LinuxException failure =
          assertThrows(LinuxException.class, () -> LinuxException.check("mount", -Errno.EPERM));
      assertEquals("mount failed: EPERM", failure.getMessage());
      assertEquals(Errno.EPERM, failure.errno());
    }
  }
}
