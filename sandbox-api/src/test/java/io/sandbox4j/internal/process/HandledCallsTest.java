/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.HandlerFailure;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Errno;
import io.sandbox4j.internal.linux.FileStatus;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.internal.linux.NotifyingFilter;
import io.sandbox4j.internal.linux.Transfers;
import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.spi.CallAnswer;
import io.sandbox4j.spi.CallHandler;
import io.sandbox4j.spi.DeniedCallPolicy;
import io.sandbox4j.spi.GuestMemoryException;
import io.sandbox4j.spi.WaitingCall;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of this JVM is the program; its calls with numbers that mean nothing are handled. */
@Timeout(60)
class HandledCallsTest {
  private static final int FIRST = 5000;

  private final EventLoop loop = new EventLoop();
  private final SynchronousQueue<Long> toCall = new SynchronousQueue<>();
  private final SynchronousQueue<Long> results = new SynchronousQueue<>();
  private final CompletableFuture<Descriptor> installed = new CompletableFuture<>();
  private final Thread program = Thread.ofPlatform().daemon().start(this::program);
  private final Denials denials = new Denials(loop, installed.join(), new Handles(), () -> {});
  private volatile Answering handler = _ -> new CallAnswer.Value(0);

  /** What a handler does. */
  private interface Answering {
    CallAnswer answer(WaitingCall call) throws Exception;
  }

  private final class Handles implements DeniedCallPolicy, CallHandler {
    @Override
    public CallHandler handler(int number, long[] arguments) {
      return this;
    }

    @Override
    public String name() {
      return "tried";
    }

    @Override
    public CallAnswer answer(WaitingCall call) throws Exception {
      return handler.answer(call);
    }

    @Override
    public int errno(int number, long[] arguments) {
      return Errno.ENOSYS;
    }

    @Override
    public boolean endsRun(int number, long[] arguments) {
      return false;
    }

    @Override
    public boolean waitsKillable() {
      return true;
    }

    @Override
    public String name(int number) {
      return "call-" + number;
    }
  }

  private void program() {
    try {
      installed.complete(NotifyingFilter.install(Uapi.BPF_JGE, FIRST));
      while (true) {
        long number = toCall.take();
        results.put(Kernel.host().call(number, 1, -2, 3, 4, 5, 6));
      }
    } catch (InterruptedException end) {
      // The test is over.
    } catch (RuntimeException | Error failure) {
      installed.completeExceptionally(failure);
    }
  }

  private long call() throws InterruptedException {
    toCall.put((long) FIRST);
    return results.take();
  }

  @AfterEach
  void end() throws InterruptedException {
    denials.close(); // a call that waits gets ENOSYS
    program.interrupt();
    program.join();
    loop.close();
  }

  private Throwable thrown() {
    assertEquals(1, denials.handlerFailures().size());
    HandlerFailure failure = denials.handlerFailures().getFirst();
    assertEquals("tried", failure.handler());
    assertEquals("call-5000", failure.call());
    return failure.thrown();
  }

  @Test
  void a_handler_sees_number_and_arguments() throws InterruptedException {
    handler = c -> new CallAnswer.Value(c.number() * 100L + c.argument(0) * 10 + c.argument(5));
    assertEquals(500_016, call());
  }

  @Test
  void content_is_a_new_file_that_nobody_can_change() throws InterruptedException {
    byte[] bytes = "content".getBytes(StandardCharsets.US_ASCII);
    handler = _ -> new CallAnswer.Content(bytes, true);
    try (Descriptor file = new Descriptor((int) call())) {
      byte[] read = new byte[bytes.length];
      assertEquals(bytes.length, Transfers.read(file.number(), read, 0, read.length));
      assertArrayEquals(bytes, read);
      assertEquals(-Errno.EPERM, Transfers.write(file.number(), bytes, 0, 1));
    }
  }

  @Test
  void a_copy_of_a_descriptor_is_given_and_ours_is_closed() throws InterruptedException {
    Descriptor ours = Memfd.data("ours", new byte[5]);
    FileStatus status = FileStatus.of(Kernel.host(), ours);
    handler = _ -> new CallAnswer.Copy(ours, true);
    try (Descriptor theirs = new Descriptor((int) call())) {
      assertEquals(status, FileStatus.of(Kernel.host(), theirs));
      eventually(() -> !ours.isOpen());
    }
  }

  @Test
  void a_descriptor_that_is_closed_already_is_a_failure() throws InterruptedException {
    Descriptor ours = Memfd.data("ours", new byte[5]);
    ours.close();
    handler = _ -> new CallAnswer.Copy(ours, true);
    assertEquals(-Errno.EPERM, call());
    assertTrue(thrown() instanceof IllegalStateException);
  }

  @Test
  void a_handler_may_leave_its_thread_interrupted() throws InterruptedException {
    handler =
        _ -> {
          Thread.currentThread().interrupt();
          return new CallAnswer.Content(new byte[1], true);
        };
    try (Descriptor file = new Descriptor((int) call())) {
      assertTrue(file.number() > 2);
    }
  }

  @Test
  void memory_that_is_not_there_is_what_the_kernel_says_of_it() throws InterruptedException {
    handler =
        call -> {
          assertEquals(
              Errno.EFAULT,
              assertThrows(GuestMemoryException.class, () -> call.read(16, 1)).errno());
          call.write(16, new byte[1]);
          return new CallAnswer.Value(0);
        };
    assertEquals(-Errno.EFAULT, call());
    assertTrue(denials.handlerFailures().isEmpty());
  }

  @Test
  void an_answer_after_the_end_goes_nowhere_and_leaves_nothing_open() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Descriptor ours = Memfd.data("ours", new byte[5]);
    CompletableFuture<Boolean> waits = new CompletableFuture<>();
    handler =
        call -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException end) {
            interrupted.countDown();
          }
          waits.complete(call.isWaiting());
          return new CallAnswer.Copy(ours, true);
        };
    toCall.put((long) FIRST);
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    denials.close();
    assertEquals(-Errno.ENOSYS, results.take());
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    eventually(() -> !ours.isOpen());
    assertAll(
        () -> assertFalse(waits.join()), () -> assertTrue(denials.handlerFailures().isEmpty()));
  }

  private static void eventually(java.util.function.BooleanSupplier what)
      throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!what.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertTrue(what.getAsBoolean());
  }
}
