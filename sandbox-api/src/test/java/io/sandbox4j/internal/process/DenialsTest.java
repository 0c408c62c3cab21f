/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.CodeLocation;
import io.sandbox4j.Denial;
import io.sandbox4j.Outcome;
import io.sandbox4j.internal.linux.Arch;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.NotifyingFilter;
import io.sandbox4j.internal.linux.generated.Uapi;
import io.sandbox4j.spi.DeniedCallPolicy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of this JVM is the program; its calls with numbers that mean nothing are reported. */
@Timeout(60)
class DenialsTest {
  private static final int FIRST = 5000;
  private static final int ENDING = 6000;
  private static final int ERRNO = 77;
  private static final List<Long> ARGUMENTS = List.of(1L, -2L, 3L, 4L, 5L, 6L);

  private static final CodeLocation NOWHERE = new CodeLocation.AtAddress(0);
  private static final List<String> SHOWN =
      List.of("0x1", "0xfffffffffffffffe", "0x3", "0x4", "0x5", "0x6");

  private final EventLoop loop = new EventLoop();
  private final AtomicInteger violations = new AtomicInteger();
  private final CountDownLatch violated = new CountDownLatch(1);
  private final SynchronousQueue<Long> toCall = new SynchronousQueue<>();
  private final SynchronousQueue<Long> first = new SynchronousQueue<>(); // its first argument
  private final SynchronousQueue<Long> results = new SynchronousQueue<>();
  private final CompletableFuture<Descriptor> installed = new CompletableFuture<>();
  private final Thread program = Thread.ofPlatform().daemon().start(this::program);
  private final Descriptor listener = installed.join();
  private final Denials denials = new Denials(loop, listener, new Answers(), this::violation);

  private record Answers() implements DeniedCallPolicy {
    @Override
    public int errno(int number, long[] arguments) {
      return ERRNO;
    }

    @Override
    public boolean endsRun(int number, long[] arguments) {
      return number == ENDING;
    }

    @Override
    public String name(int number) {
      return "call-" + number;
    }
  }

  private void violation() {
    violations.incrementAndGet();
    violated.countDown();
  }

  private void program() {
    try {
      installed.complete(NotifyingFilter.install(Uapi.BPF_JGE, FIRST));
      while (true) {
        long number = toCall.take();
        long one = first.take();
        results.put(Kernel.host().call(number, one, -2, 3, 4, 5, 6));
      }
    } catch (InterruptedException end) {
      // The test is over.
    } catch (RuntimeException | Error failure) {
      installed.completeExceptionally(failure);
    }
  }

  private long call(long number) throws InterruptedException {
    toCall.put(number);
    first.put(1L);
    return results.take();
  }

  @AfterEach
  void end() throws InterruptedException {
    denials.close(); // a call that waits gets ENOSYS
    program.interrupt();
    program.join();
    loop.close();
  }

  @Test
  void a_reported_call_gets_the_errno_of_the_policy() throws InterruptedException {
    assertEquals(-ERRNO, call(FIRST));
  }

  private Denial denial(String call, int number, List<String> decoded, long count) {
    return new Denial(call, number, ARGUMENTS, decoded, count, NOWHERE);
  }

  private List<Denial> denied() {
    return denials.denied().stream()
        .map(d -> new Denial(d.call(), d.number(), d.arguments(), d.decoded(), d.count(), NOWHERE))
        .toList();
  }

  private Denial denial(String call, int number, long count) {
    return denial(call, number, SHOWN, count);
  }

  private CodeLocation place() {
    return denials.denied().getFirst().location();
  }

  @Test
  void calls_are_counted_by_number_in_the_order_of_their_first() throws InterruptedException {
    call(FIRST + 1);
    call(FIRST);
    call(FIRST + 1);
    assertEquals(
        List.of(denial("call-5001", FIRST + 1, 2), denial("call-5000", FIRST, 1)), denied());
  }

  @Test
  void the_place_of_a_call_is_the_file_and_where_in_it() throws InterruptedException, IOException {
    call(FIRST);
    if (place() instanceof CodeLocation.InModule(long at, String module, long offset)) {
      assertEquals("syscall", instruction(at, module, offset));
    } else {
      throw new AssertionError(place());
    }
  }

  /** The instruction before the place, as the file has it: {@code syscall} or {@code svc #0}. */
  private static String instruction(long at, String module, long offset) throws IOException {
    try (var file = new RandomAccessFile(module, "r")) {
      boolean arm = Arch.current() == Arch.AARCH64;
      file.seek(offset - (arm ? 4 : 2));
      int code = arm ? Integer.reverseBytes(file.readInt()) : file.readUnsignedShort();
      return code == (arm ? 0xd400_0001 : 0x0f05) ? "syscall" : at + ": " + code;
    }
  }

  @Test
  void arguments_of_one_number_are_told_apart_to_a_bound() throws InterruptedException {
    for (int i = 0; i < DeniedTally.MOST_OF_ONE + 5; i++) {
      toCall.put((long) FIRST);
      first.put((long) i);
      results.take();
    }
    call(FIRST + 1);
    List<Denial> denied = denials.denied();
    assertEquals(DeniedTally.MOST_OF_ONE + 2, denied.size());
    assertEquals("0xf", denied.get(DeniedTally.MOST_OF_ONE - 1).decoded().getFirst());
    Denial further = denied.get(DeniedTally.MOST_OF_ONE);
    assertEquals(Denial.FURTHER, further.decoded());
    assertEquals(5, further.count());
    assertEquals(FIRST + 1, denied.getLast().number());
  }

  @Test
  void the_call_that_ends_the_run_is_told_apart_in_any_case() throws InterruptedException {
    for (int at = 10_000; at < 10_000 + DeniedTally.MOST + 1; at++) {
      call(at);
    }
    toCall.put((long) ENDING);
    first.put(1L);
    violated.await();
    assertTrue(denied().contains(denial("call-6000", ENDING, 1)));
    denials.close();
    results.take();
  }

  @Test
  void numbers_without_end_take_no_memory_without_end() throws InterruptedException {
    List<Denial> expected = new ArrayList<>();
    int at = 10_000;
    for (; at < 10_000 + DeniedTally.MOST; at++) {
      call(at);
      expected.add(denial("call-" + at, at, 1));
    }
    for (; at < 10_000 + DeniedTally.MOST + 500; at++) {
      call(at);
    }
    call(10_000); // still told apart
    expected.set(0, denial("call-10000", 10_000, 2));
    expected.add(denial(Denial.OTHERS, Denial.NO_NUMBER, Denial.FURTHER, 500));
    assertEquals(expected, denied());
    assertTrue(
        denials.denied().getLast().location() instanceof CodeLocation.AtAddress,
        "the lists of mappings are read without end");
  }

  @Test
  void a_call_that_ends_the_run_waits_and_is_the_violation() throws InterruptedException {
    toCall.put((long) ENDING);
    first.put(1L);
    violated.await();
    assertAll(
        () -> assertEquals(new Outcome.Violation("call-6000", ARGUMENTS), denials.violation()),
        () -> assertEquals(1, violations.get()),
        () -> assertEquals("call-6000", denials.denied().getFirst().call()));
    denials.close();
    results.take(); // nobody listens any more
  }

  @Test
  void without_such_a_call_there_is_no_violation() throws InterruptedException {
    call(FIRST);
    assertNull(denials.violation());
  }

  @Test
  void the_listener_is_closed_when_the_program_is_gone() throws InterruptedException {
    call(FIRST);
    program.interrupt();
    program.join();
    long end = System.nanoTime() + 10_000_000_000L;
    while (listener.isOpen() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertFalse(listener.isOpen());
  }
}
