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
      int number = SyscallTable.of(Arch.current()).number("getpriority").orElseThrow();
      installed.complete(NotifyingFilter.install(Uapi.BPF_JEQ, number));
      long[] a = ARGUMENTS;
      result.complete(Kernel.host().call("getpriority", a));
    } catch (Throwable failure) {
      installed.completeExceptionally(failure);
    }
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
      long number = SeccompListener.answerWith(listener, next().id(), ours.number(), true);
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
