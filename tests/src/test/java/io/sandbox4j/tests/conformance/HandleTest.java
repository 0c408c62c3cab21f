/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Input;
import io.sandbox4j.Outcome;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxBusyException;
import io.sandbox4j.SandboxProcess;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.tests.setup.Place;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run in the caller's hands. */
@SandboxSuite
class HandleTest {
  private static final Command SLEEP = Command.of("sleep", "50");

  private final Sandbox box = Sandboxes.open();

  @AfterEach
  void close() {
    box.close();
  }

  @Nested
  class Waiting {
    @Test
    void gives_the_same_result_each_time() throws InterruptedException {
      try (SandboxProcess process = box.start(Command.shell("exit 4"))) {
        SandboxResult first = process.waitFor();
        assertAll(
            () -> assertEquals(new Outcome.Exited(4), first.outcome()),
            () -> assertEquals(first.outcome(), process.waitFor().outcome()),
            () -> assertFalse(process.isAlive()));
      }
    }

    @Test
    void ends_empty_handed_after_its_time() throws InterruptedException {
      try (SandboxProcess process = box.start(SLEEP)) {
        Optional<SandboxResult> result = process.waitFor(Duration.ofMillis(50));
        assertAll(() -> assertTrue(result.isEmpty()), () -> assertTrue(process.isAlive()));
      }
    }

    @Test
    void does_not_kill_when_interrupted() throws InterruptedException {
      try (SandboxProcess process = box.start(SLEEP)) {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, process::waitFor);
        assertTrue(process.isAlive());
      }
    }

    @Test
    void of_run_kills_and_collects_when_interrupted() throws Exception {
      AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing"));
      Thread runner =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  box.run(SLEEP);
                } catch (InterruptedException interrupt) {
                  thrown.set(interrupt);
                }
              });
      Thread.sleep(300);
      runner.interrupt();
      assertTrue(runner.join(Duration.ofSeconds(5)));
      assertEquals(InterruptedException.class, thrown.get().getClass());
    }

    @Test
    void by_a_future_that_is_cancelled_kills_nothing() throws InterruptedException {
      try (SandboxProcess process = box.start(SLEEP)) {
        assertTrue(process.onExit().cancel(true));
        assertTrue(process.isAlive());
        assertFalse(process.onExit().isCancelled());
      }
    }

    @Test
    void by_a_future_may_start_the_next_run_where_only_one_goes_on_at_once() throws Exception {
      try (Sandbox one = Sandboxes.open(b -> b.maxConcurrent(1))) {
        CompletableFuture<Boolean> next =
            one.start(Command.of("sleep", "0.1"))
                .onExit()
                .thenApply(_ -> {
                  try {
                    return one.run(Command.of("true")).ok();
                  } catch (InterruptedException interrupt) {
                    throw new AssertionError(interrupt);
                  }
                });
        assertTrue(next.get(10, TimeUnit.SECONDS));
      }
    }

    @Test
    void that_a_continuation_never_ends_holds_up_nobody_else() throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      try (SandboxProcess process = box.start(Command.of("sleep", "0.1"))) {
        CompletableFuture<Boolean> other = process.onExit().thenApply(SandboxResult::ok);
        var _ = process.onExit().thenAccept(_ -> awaitUninterruptibly(never));
        assertTrue(other.get(10, TimeUnit.SECONDS));
      } finally {
        never.countDown();
      }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException interrupt) {
        throw new AssertionError(interrupt);
      }
    }

    @Test
    void by_a_future_goes_on_on_virtual_threads() throws Exception {
      try (SandboxProcess process = box.start(Command.of("sleep", "0.2"))) {
        CompletableFuture<Boolean> virtual =
            process.onExit().thenApply(_ -> Thread.currentThread().isVirtual());
        assertTrue(virtual.get(10, TimeUnit.SECONDS));
      }
    }
  }

  @Nested
  class Ending {
    @Test
    void by_destroy_is_told() throws InterruptedException {
      try (SandboxProcess process = box.start(SLEEP)) {
        process.destroy();
        assertEquals(new Outcome.Killed(Outcome.Killer.DESTROY), process.waitFor().outcome());
      }
    }

    @Test
    void by_destroy_after_the_end_changes_nothing() throws InterruptedException {
      try (SandboxProcess process = box.start(Command.of("true"))) {
        process.waitFor();
        process.destroy();
        assertEquals(new Outcome.Exited(0), process.waitFor().outcome());
      }
    }

    @Test
    void by_terminate_lets_the_program_end_itself() throws InterruptedException {
      Command polite =
          Command.shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done");
      try (SandboxProcess process = box.start(polite)) {
        readLine(process);
        process.terminate(Duration.ofSeconds(10));
        assertEquals(new Outcome.Exited(5), process.waitFor().outcome());
      }
    }

    @Test
    void by_terminate_kills_who_does_not_listen() throws InterruptedException {
      Command deaf = Command.shell("trap '' TERM; echo ready; while :; do sleep 1; done");
      try (SandboxProcess process = box.start(deaf)) {
        readLine(process);
        process.terminate(Duration.ofMillis(100));
        assertEquals(new Outcome.Killed(Outcome.Killer.DESTROY), process.waitFor().outcome());
      }
    }

    @Test
    void by_a_signal_is_told_as_the_signal() throws InterruptedException {
      try (SandboxProcess process = box.start(SLEEP)) {
        process.signal(15);
        assertEquals(new Outcome.Signalled(15, false), process.waitFor().outcome());
      }
    }

    @Test
    void by_close_of_the_process_kills_it() throws Exception {
      SandboxProcess process = box.start(SLEEP);
      CompletableFuture<SandboxResult> end = process.onExit();
      process.close();
      assertEquals(
          new Outcome.Killed(Outcome.Killer.CLOSE), end.get(5, TimeUnit.SECONDS).outcome());
    }

    @Test
    void by_close_of_the_sandbox_kills_all_runs() throws Exception {
      Sandbox other = Sandboxes.open();
      var first = other.start(SLEEP).onExit();
      var second = other.start(SLEEP).onExit();
      other.close();
      other.close();
      for (var end : List.of(first, second)) {
        assertEquals(
            new Outcome.Killed(Outcome.Killer.CLOSE), end.get(5, TimeUnit.SECONDS).outcome());
      }
    }

    private static void readLine(SandboxProcess process) {
      try {
        while (process.stdout().read() != '\n') {
          // Until the program is ready.
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Nested
  class Pausing {
    @Test
    void stops_cpu_and_wall_time() throws InterruptedException {
      assumeTrue(Sandboxes.hasCgroup(), "there is no freezer without a cgroup");
      try (SandboxProcess process = box.start(Victims.run("spin"))) {
        Thread.sleep(100);
        process.pause();
        var before = process.usage();
        Thread.sleep(400);
        var during = process.usage().since(before);
        process.resume();
        Thread.sleep(200);
        var after = process.usage().since(before);
        assertAll(
            () -> assertTrue(during.cpu().toMillis() < 100, during::toString),
            () -> assertTrue(during.wall().get().toMillis() < 100, during::toString),
            () -> assertTrue(after.cpu().toMillis() > 20, after::toString));
      }
    }

    @Test
    void p7_does_not_keep_a_run_from_being_killed() throws InterruptedException {
      assumeTrue(Sandboxes.hasCgroup(), "there is no freezer without a cgroup");
      try (SandboxProcess process = box.start(SLEEP)) {
        process.pause();
        process.destroy();
        assertEquals(new Outcome.Killed(Outcome.Killer.DESTROY), process.waitFor().outcome());
      }
    }

    @Test
    void postpones_the_wall_limit() throws InterruptedException {
      assumeTrue(Sandboxes.hasCgroup(), "there is no freezer without a cgroup");
      Command bounded = Command.of("sleep", "0.3").limits(l -> l.wallTime(Duration.ofSeconds(1)));
      try (SandboxProcess process = box.start(bounded)) {
        process.pause();
        Thread.sleep(1200);
        process.resume();
        assertEquals(new Outcome.Exited(0), process.waitFor().outcome());
      }
    }
  }

  @Nested
  class Usage_figures {
    @Test
    void are_live() throws InterruptedException {
      try (SandboxProcess process = box.start(Victims.run("spin"))) {
        var before = process.usage();
        Thread.sleep(500);
        assertTrue(process.usage().since(before).cpu().toMillis() > 20);
      }
    }

    @Test
    void say_how_they_were_measured() throws InterruptedException {
      var usage = box.run(Command.of("true")).usage();
      assertAll(
          () -> assertTrue(usage.wall().isCounted()),
          () -> assertTrue(usage.setup().isCounted()),
          () -> assertTrue(usage.cpuUser().isCounted()),
          () -> assertFalse(usage.cpuUser().by().isBlank()),
          () -> assertFalse(usage.guestCalls().isCounted()));
    }

    @Test
    void tell_the_time_in_the_queue_apart() throws Exception {
      try (Sandbox narrow = Sandboxes.open(b -> b.maxConcurrent(1));
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        SandboxProcess first = narrow.start(Command.of("sleep", "0.5"));
        Future<SandboxResult> second = threads.submit(() -> narrow.run(Command.of("true")));
        first.waitFor();
        var usage = second.get().usage();
        assertAll(
            () -> assertTrue(usage.queued().get().toMillis() >= 200, usage::toString),
            () -> assertTrue(usage.wall().get().toMillis() < 300, usage::toString));
      }
    }

    @Test
    void bound_the_queue_by_its_timeout() throws InterruptedException {
      try (Sandbox narrow =
          Sandboxes.open(b -> b.maxConcurrent(1).queueTimeout(Duration.ofMillis(50)))) {
        narrow.start(SLEEP);
        assertThrows(SandboxBusyException.class, () -> narrow.run(Command.of("true")));
      }
    }
  }

  @Nested
  class Virtual_threads {
    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void read_wait_and_cancel_by_the_thousand() throws Exception {
      int callers = Place.isEmulated() ? 60 : System.getProperty("soak") == null ? 1_000 : 10_000;
      try (Sandbox shared = Sandboxes.open(b -> b.maxConcurrent(16));
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
          int number = i;
          answers.add(threads.submit(() -> answer(shared, number)));
        }
        for (int i = 0; i < callers; i++) {
          assertEquals(i % 3 == 2 ? "killed" : "n" + i, answers.get(i).get());
        }
      }
    }

    private static String answer(Sandbox shared, int number) throws Exception {
      switch (number % 3) {
        case 0 -> {
          return shared.run(Command.of("echo", "n" + number)).orThrow().stdout().text().trim();
        }
        case 1 -> {
          try (var process = shared.start(Command.of("cat").stdin(Input.text("n" + number)))) {
            return new String(
                process.stdout().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
          }
        }
        default -> {
          try (var process = shared.start(SLEEP)) {
            process.destroy();
            return process.waitFor().outcome() instanceof Outcome.Killed ? "killed" : "alive";
          }
        }
      }
    }
  }
}
