/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.Pipe;
import io.sandbox4j.internal.linux.Transfers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {
  private final EventLoop loop = new EventLoop();

  @AfterEach
  void end() {
    loop.close();
  }

  /** What the loop had to do before this is done after it. */
  private void settle() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> done.complete(null));
    done.join();
  }

  @Test
  void a_task_runs_on_the_loop_and_not_on_the_caller() {
    CompletableFuture<Boolean> there = new CompletableFuture<>();
    loop.execute(() -> there.complete(loop.isLoop()));
    assertTrue(there.join());
    assertFalse(loop.isLoop());
  }

  @Test
  void tasks_of_one_caller_run_in_their_order() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      loop.execute(() -> order.add(number));
    }
    settle();
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, order.get(i));
    }
  }

  @Test
  void no_task_of_many_callers_is_lost() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int j = 0; j < 2000; j++) {
                  loop.execute(count::incrementAndGet);
                }
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    settle();
    assertEquals(16_000, count.get());
  }

  @Test
  void a_task_may_add_tasks() {
    CompletableFuture<Void> last = new CompletableFuture<>();
    loop.execute(() -> loop.execute(() -> loop.execute(() -> last.complete(null))));
    last.join();
  }

  @Test
  void a_handler_that_throws_harms_no_other() {
    Pipe bad = Pipe.open();
    Pipe good = Pipe.open();
    try (var _ = bad.readEnd();
        var _ = bad.writeEnd();
        var _ = good.readEnd();
        var _ = good.writeEnd()) {
      long[] token = new long[1];
      CompletableFuture<Void> called = new CompletableFuture<>();
      CompletableFuture<Void> told = new CompletableFuture<>();
      token[0] =
          loop.add(
              bad.readEnd(),
              Epoll.IN,
              _ -> {
                called.complete(null);
                throw new IllegalStateException("a handler's trouble");
              });
      long other = loop.add(good.readEnd(), Epoll.IN, _ -> told.complete(null));
      Transfers.write(bad.writeEnd().number(), new byte[1], 0, 1);
      called.join();
      Transfers.write(good.writeEnd().number(), new byte[1], 0, 1);
      told.join();
      loop.remove(bad.readEnd(), token[0]);
      loop.remove(good.readEnd(), other);
    }
    settle();
  }

  @Test
  void a_removed_descriptor_is_told_of_no_more() {
    Pipe pipe = Pipe.open();
    try (var _ = pipe.readEnd();
        var _ = pipe.writeEnd()) {
      AtomicInteger told = new AtomicInteger();
      long token = loop.add(pipe.readEnd(), Epoll.IN, _ -> told.incrementAndGet());
      loop.remove(pipe.readEnd(), token);
      settle();
      int before = told.get();
      Transfers.write(pipe.writeEnd().number(), new byte[1], 0, 1);
      settle();
      settle();
      assertEquals(before, told.get());
    }
  }

  @Test
  void what_comes_after_the_end_is_done_by_the_caller() throws InterruptedException {
    loop.close();
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      loop.execute(done::countDown);
    }
    done.await();
  }
}
