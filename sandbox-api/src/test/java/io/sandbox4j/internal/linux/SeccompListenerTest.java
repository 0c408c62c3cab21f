/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.internal.linux.generated.seccomp_data;
import io.sandbox4j.internal.linux.generated.sock_filter;
import io.sandbox4j.internal.linux.generated.sock_fprog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread of this JVM is the supervised program: a filter holds for one thread. */
class SeccompListenerTest {
  private static final long[] ARGUMENTS = {-1, 2, 0x8000_0000_0000_0003L, 4, 5, 6};

  private final CompletableFuture<Descriptor> installed = new CompletableFuture<>();
  private final CompletableFuture<Integer> caller = new CompletableFuture<>();
  private final CompletableFuture<Long> result = new CompletableFuture<>();
  private Thread thread;
  private Descriptor listener;

  @BeforeEach
  void start() {
    thread = Thread.ofPlatform().daemon().start(this::supervised);
    listener = installed.join();
  }

  @AfterEach
  void stop() throws InterruptedException {
    listener.close(); // a call still waiting gets ENOSYS
    thread.join();
  }

  private void supervised() {
    try {
      caller.complete((int) Kernel.host().call("gettid"));
      installed.complete(install("getpriority"));
      long[] a = ARGUMENTS;
      result.complete(Kernel.host().call("getpriority", a));
    } catch (Throwable failure) {
      installed.completeExceptionally(failure);
    }
  }

  private static Descriptor install(String notified) {
    int number = SyscallTable.of(Arch.current()).number(notified).orElseThrow();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = sock_filter.allocateArray(4, arena);
      row(rows, 0, Uapi.BPF_LD | Uapi.BPF_W | Uapi.BPF_ABS, 0, (int) seccomp_data.nr$offset());
      row(rows, 1, Uapi.BPF_JMP | Uapi.BPF_JEQ | Uapi.BPF_K, 1, number);
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

  private SeccompListener.Notification next() {
    SeccompListener.Notification call = SeccompListener.receive(listener);
    assertNotNull(call);
    return call;
  }

  @Test
  void tells_who_called_what_with_which_arguments() {
    SeccompListener.Notification call = next();
    assertEquals(caller.join(), call.pid());
    assertEquals("getpriority", SyscallTable.of(Arch.current()).name(call.number()).orElseThrow());
    assertEquals(Arch.current().auditArch(), call.arch());
    assertArrayEquals(ARGUMENTS, call.arguments());
  }

  @Test
  void refuses_with_the_errno_asked_for() {
    SeccompListener.refuse(listener, next().id(), Errno.EPERM);
    assertEquals(-Errno.EPERM, result.join());
  }

  @Test
  void answers_with_a_descriptor_of_ours() {
    try (Descriptor ours = Memfd.data("answer", new byte[5])) {
      long number = SeccompListener.answerWith(listener, next().id(), ours);
      assertEquals(number, result.join());
      try (Descriptor copy = new Descriptor((int) number)) {
        assertEquals(FileStatus.of(Kernel.host(), ours), FileStatus.of(Kernel.host(), copy));
      }
    }
  }

  @Test
  void knows_whether_the_caller_still_waits() {
    long id = next().id();
    assertTrue(SeccompListener.isWaiting(listener, id));
    SeccompListener.refuse(listener, id, Errno.EPERM);
    assertFalse(SeccompListener.isWaiting(listener, id));
  }
}
