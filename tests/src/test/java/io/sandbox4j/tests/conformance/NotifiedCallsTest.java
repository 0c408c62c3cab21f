/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.HandlerFailure;
import io.sandbox4j.Isolation;
import io.sandbox4j.Limit;
import io.sandbox4j.Outcome;
import io.sandbox4j.ProcessIsolation;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Session;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.seccomp.ArgumentCondition;
import io.sandbox4j.seccomp.DangerousGrant;
import io.sandbox4j.seccomp.NotifiedCall;
import io.sandbox4j.seccomp.Seccomp;
import io.sandbox4j.seccomp.SeccompAction;
import io.sandbox4j.seccomp.SeccompGroup;
import io.sandbox4j.seccomp.SeccompPolicy;
import io.sandbox4j.seccomp.SyscallAnswer;
import io.sandbox4j.seccomp.SyscallHandler;
import io.sandbox4j.seccomp.SyscallRule;
import io.sandbox4j.seccomp.internal.InterruptibleCallers;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import io.sandbox4j.tests.setup.Victims;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers in Java answer system calls of a program, which tries to make them answer wrongly. */
@SandboxSuite
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NotifiedCallsTest {
  private static final int EACCES = 13;
  private static final int EPERM = 1;
  private static final int SIGALRM = 14;
  private static final long AT_FDCWD = -100L & 0xffff_ffffL;
  private static final int ST_SIZE = 48; // of struct stat, asm/stat.h

  private final AtomicInteger handled = new AtomicInteger();

  @BeforeEach
  void structures() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "structures of x86-64");
  }

  private static SyscallRule row(
      String call, SyscallHandler handler, ArgumentCondition... conditions) {
    return SyscallRule.of(call, SeccompAction.notify("tried", handler), "a test", conditions);
  }

  private static SyscallRule asked(SyscallHandler handler) {
    return row("getpriority", handler, ArgumentCondition.eq(0, 1));
  }

  private static SeccompPolicy.Builder rows(SyscallRule... rows) {
    return SeccompPolicy.named("default").toBuilder()
        .name("handled")
        .override(new SeccompGroup("tried", "What this test is about.", List.of(rows)));
  }

  private static ProcessIsolation under(SyscallRule... rows) {
    return Isolation.process().with(Seccomp.policy(rows(rows).build()));
  }

  private static Sandbox box(ProcessIsolation wall) {
    return Sandboxes.open(b -> b.isolation(wall));
  }

  private static SandboxResult run(ProcessIsolation wall, String... arguments)
      throws InterruptedException {
    try (Sandbox box = box(wall)) {
      return box.run(Victims.run("notified", arguments));
    }
  }

  private static String said(ProcessIsolation wall, String... arguments)
      throws InterruptedException {
    return run(wall, arguments).orThrow().stdout().text().strip();
  }

  private static SyscallAnswer contentOf(String path) {
    return SyscallAnswer.content(path.getBytes(US_ASCII), true);
  }

  @Nested
  class Answers {
    @Test
    void a_value_from_the_arguments() throws InterruptedException {
      assertEquals(
          "303", said(under(asked(c -> SyscallAnswer.value(100 + c.argument(1)))), "sum", "3"));
    }

    @Test
    void always_the_same_value() throws InterruptedException {
      assertEquals(
          "24000",
          said(under(asked(SyscallHandler.always(SyscallAnswer.value(8000)))), "sum", "3"));
    }

    @Test
    void an_errno() throws InterruptedException {
      assertEquals(
          "errno 13", said(under(row("openat", _ -> SyscallAnswer.errno(EACCES))), "open", "/x"));
    }

    @Test
    void a_file_that_is_nowhere() throws InterruptedException {
      assertEquals(
          "you asked for /no/such/file",
          said(
              under(row("openat", c -> contentOf("you asked for " + c.path(1)))),
              "open",
              "/no/such/file"));
    }

    @Test
    void a_structure_in_the_programs_memory() throws InterruptedException {
      SyscallHandler stat =
          call -> {
            ByteBuffer bytes = ByteBuffer.allocate(144).order(ByteOrder.LITTLE_ENDIAN);
            call.write(2, bytes.putLong(ST_SIZE, 4242).array());
            return SyscallAnswer.success();
          };
      assertEquals(
          "4242",
          said(
              under(row("newfstatat", stat, ArgumentCondition.eq(0, AT_FDCWD).low32())),
              "stat",
              "/x"));
    }

    @Test
    void only_the_calls_whose_arguments_the_row_names() throws InterruptedException {
      SeccompPolicy policy =
          rows(
                  row(
                      "getpriority",
                      _ -> SyscallAnswer.value(1000),
                      ArgumentCondition.eq(0, 1),
                      ArgumentCondition.eq(1, 1)),
                  SyscallRule.of("getpriority", SeccompAction.quiet(EACCES), "the others"))
              .build();
      assertEquals(
          "998", said(Isolation.process().with(Seccomp.policy(policy)), "sum", "3")); // -1 twice
    }

    @Test
    void tell_the_handler_who_asks_what() throws InterruptedException {
      var seen = new ConcurrentHashMap<String, Object>();
      SyscallHandler look =
          call -> {
            seen.put("name", call.name());
            seen.put("arguments", call.arguments());
            seen.put("waits", call.isWaiting());
            seen.put("thread", ProcessHandle.of(call.thread()).isPresent());
            return SyscallAnswer.success();
          };
      said(under(asked(look)), "sum", "1");
      assertAll(
          () -> assertEquals("getpriority", seen.get("name")),
          () -> assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 0L), seen.get("arguments")),
          () -> assertEquals(true, seen.get("waits")),
          () -> assertEquals(true, seen.get("thread")));
    }

    @Test
    void come_in_every_run_of_a_repeated_command_and_in_sessions() throws InterruptedException {
      ProcessIsolation wall = under(asked(c -> SyscallAnswer.value(handled.incrementAndGet())));
      var command = Victims.run("notified", "sum", "1");
      try (Sandbox box = box(wall)) {
        for (int i = 1; i <= 8; i++) {
          assertEquals(i + "\n", box.run(command).orThrow().stdout().text());
        }
        try (Session session = box.open()) {
          assertEquals("9\n", session.run(command).orThrow().stdout().text());
          assertEquals("10\n", session.run(command).orThrow().stdout().text());
        }
      }
    }
  }

  @Nested
  class Carrying_out {
    private static SandboxResult run(SeccompAction action, DangerousGrant... accepted)
        throws InterruptedException {
      var policy =
          rows(SyscallRule.of("getpriority", action, "a test", ArgumentCondition.eq(0, 1)));
      for (var grant : accepted) {
        policy.accept(grant, "a test");
      }
      return NotifiedCallsTest.run(
          Isolation.process().with(Seccomp.policy(policy.build())), "sum", "1");
    }

    private static final SyscallHandler LOOKS_ON =
        _ -> SyscallAnswer.carriedOut(DangerousGrant.CONTINUE);

    @Test
    void is_the_kernels_where_the_policy_means_it() throws InterruptedException {
      SandboxResult result =
          run(
              SeccompAction.notify("tried", LOOKS_ON, DangerousGrant.CONTINUE),
              DangerousGrant.CONTINUE);
      assertEquals("20", result.orThrow().stdout().text().strip()); // what getpriority(2) gives
    }

    @Test
    void is_refused_where_it_does_not() throws InterruptedException {
      SandboxResult result = run(SeccompAction.notify("tried", LOOKS_ON));
      assertAll(
          () -> assertEquals("-1", result.orThrow().stdout().text().strip()),
          () ->
              assertTrue(
                  result
                      .handlerFailures()
                      .getFirst()
                      .thrown()
                      .getMessage()
                      .contains("DangerousGrant.CONTINUE")));
    }
  }

  @Nested
  class A_handler_that_fails {
    @Test
    void refuses_and_is_told_in_the_result() throws InterruptedException {
      IllegalStateException mistake = new IllegalStateException("a handler's mistake");
      SandboxResult result =
          run(
              under(
                  asked(_ -> {
                    throw mistake;
                  })),
              "sum",
              "3");
      assertAll(
          () -> assertEquals("-3", result.orThrow().stdout().text().strip()),
          () ->
              assertEquals(
                  List.of(new HandlerFailure("tried", "getpriority", mistake, 3)),
                  result.handlerFailures()));
    }

    @Test
    void may_fail_with_an_error_or_with_nothing() throws InterruptedException {
      SandboxResult thrown =
          run(
              under(
                  asked(_ -> {
                    throw new StackOverflowError();
                  })),
              "sum",
              "1");
      assertInstanceOf(
          StackOverflowError.class, thrown.orThrow().handlerFailures().getFirst().thrown());
      SandboxResult nothing = run(under(asked(_ -> null)), "sum", "1");
      assertInstanceOf(
          NullPointerException.class, nothing.orThrow().handlerFailures().getFirst().thrown());
    }

    @Test
    void because_of_the_programs_pointers_gives_what_the_kernel_would()
        throws InterruptedException {
      SandboxResult result = run(under(row("openat", c -> contentOf(c.path(1)))), "unmapped");
      assertAll(
          () -> assertEquals("14 14 36", result.orThrow().stdout().text().strip()),
          () -> assertEquals(List.of(), result.handlerFailures()));
    }

    @Test
    void to_answer_is_interrupted_when_the_run_ends() throws InterruptedException {
      CountDownLatch interrupted = new CountDownLatch(1);
      SyscallHandler sleeper =
          _ -> {
            try {
              Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException end) {
              interrupted.countDown();
              throw end;
            }
            return SyscallAnswer.success();
          };
      UnaryOperator<Sandbox.Builder> second =
          b -> b.isolation(under(asked(sleeper))).limits(l -> l.wallTime(Duration.ofSeconds(1)));
      try (Sandbox box = Sandboxes.open(second)) {
        SandboxResult result = box.run(Victims.run("notified", "sum", "1"));
        assertEquals(
            Limit.WALL_TIME,
            assertInstanceOf(Outcome.LimitExceeded.class, result.outcome()).limit());
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(), result.handlerFailures());
      }
    }
  }

  @Nested
  class An_attack {
    private static SyscallAnswer good(String path) {
      return path.equals("/good") ? contentOf("good") : SyscallAnswer.errno(EACCES);
    }

    @Test
    void by_changing_memory_between_two_looks_succeeds_against_a_handler_that_looks_twice()
        throws InterruptedException {
      SyscallHandler twice =
          call -> {
            if (!call.path(1).equals("/good")) {
              return SyscallAnswer.errno(EACCES);
            }
            return contentOf(call.path(1).substring(1));
          };
      String said = said(under(row("openat", twice)), "racing", "2000");
      assertFalse(said.endsWith("evil 0"), said);
    }

    @Test
    void by_changing_memory_does_nothing_to_one_that_looks_once() throws InterruptedException {
      SyscallHandler once = call -> good(call.path(1));
      assertEquals("good+refused 2000 evil 0", said(under(row("openat", once)), "racing", "2000"));
    }

    @Test
    void by_dying_in_the_call_leaves_nothing_for_the_next_caller() throws InterruptedException {
      SyscallHandler slow =
          call -> {
            Thread.sleep(call.argument(1) == 9 ? 3 : 0);
            call.isWaiting();
            return SyscallAnswer.value(call.argument(1) == 9 ? 666 : 8);
          };
      SandboxResult result = run(under(asked(slow)), "killed", "200");
      assertAll(
          () -> assertEquals("8", result.orThrow().stdout().text().strip()),
          () -> assertEquals(List.of(), result.handlerFailures()));
    }

    @Test
    void by_a_thousand_calls_at_once_has_some_wait_in_the_kernel() throws InterruptedException {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      SyscallHandler counting =
          call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(20);
            now.decrementAndGet();
            return SyscallAnswer.value(call.argument(1));
          };
      UnaryOperator<Sandbox.Builder> wide =
          b -> b.isolation(under(asked(counting))).limits(l -> l.tasks(1100));
      try (Sandbox box = Sandboxes.open(wide)) {
        String said = box.run(Victims.run("notified", "threads", "1000")).orThrow().stdout().text();
        assertEquals(999 * 1000 / 2 + "\n", said);
      }
      assertTrue(most.get() > 16 && most.get() <= 256, () -> most + " at once");
    }

    @Test
    void by_calls_without_end_is_ended_by_the_runs_limit() throws InterruptedException {
      UnaryOperator<Sandbox.Builder> second =
          b ->
              b.isolation(under(asked(_ -> SyscallAnswer.value(handled.incrementAndGet()))))
                  .limits(l -> l.wallTime(Duration.ofSeconds(1)));
      try (Sandbox box = Sandboxes.open(second)) {
        SandboxResult result = box.run(Victims.run("notified", "loop"));
        assertInstanceOf(Outcome.LimitExceeded.class, result.outcome());
        assertTrue(handled.get() > 100, () -> "handled " + handled);
      }
    }
  }

  @Nested
  class The_launch {
    @Test
    void is_not_seen_by_a_handler_of_execve() throws InterruptedException {
      SyscallHandler none =
          _ -> {
            handled.incrementAndGet();
            return SyscallAnswer.errno(EACCES);
          };
      ProcessIsolation wall = under(row("execve", none), row("execveat", none));
      assertEquals("errno 13", said(wall, "exec", "/bin/true"));
      assertEquals(1, handled.get());
      assertEquals("13 13 13 13", said(wall, "exact"));
    }

    @Test
    void needs_no_call_that_a_handler_answers() throws InterruptedException {
      SyscallHandler refusing = _ -> SyscallAnswer.errno(EPERM);
      ProcessIsolation wall =
          under(
              row("sendmsg", refusing),
              row("recvmsg", refusing),
              row("dup3", refusing),
              row("close", refusing),
              row("execve", refusing));
      try (Sandbox box = box(wall)) {
        for (int i = 0; i < 6; i++) { // the later ones may stand by
          assertEquals(
              "0\n", box.run(Victims.run("call", "39")).orThrow().stdout().text()); // getpid
        }
      }
    }
  }

  /** On kernels from 5.19 on signals wait for the answer; on others the call comes again. */
  @Nested
  class Signals {
    private ProcessIsolation wall(boolean interruptible, SyscallRule... rows) {
      return interruptible ? under(rows).with(new InterruptibleCallers()) : under(rows);
    }

    /** Its caller gets three signals in the call, all after the kernel has handed it over. */
    private void interrupt(NotifiedCall call) throws InterruptedException {
      for (int i = 0; i < 3; i++) {
        assertEquals(0, Kernel.host().call("tkill", call.thread(), SIGALRM));
        Thread.sleep(50);
      }
    }

    private SyscallAnswer slowly(NotifiedCall call) throws InterruptedException {
      handled.incrementAndGet();
      if (call.argument(1) == 7) {
        interrupt(call);
      }
      return SyscallAnswer.value(call.argument(1) == 7 ? 11 : 5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void that_restart_the_call_do_not_repeat_it(boolean interruptible) throws InterruptedException {
      assertEquals(
          "11 errno 0 ticks some", said(wall(interruptible, asked(this::slowly)), "signals", "1"));
      assertEquals(1, handled.get());
    }

    @Test
    void wait_for_the_answer_where_the_kernel_can() throws InterruptedException {
      assertEquals("11 errno 0 ticks some", said(wall(false, asked(this::slowly)), "signals", "0"));
      assertEquals(1, handled.get());
    }

    @Test
    void interrupt_where_it_cannot() throws InterruptedException {
      assertEquals("-1 errno 4 ticks some", said(wall(true, asked(this::slowly)), "signals", "0"));
      assertEquals(1, handled.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void may_make_handled_calls_of_their_own(boolean interruptible) throws InterruptedException {
      assertEquals("11 5", said(wall(interruptible, asked(this::slowly)), "nested"));
      assertEquals(2, handled.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void do_not_repeat_a_call_that_is_answered_with_a_descriptor(boolean interruptible)
        throws InterruptedException {
      SyscallHandler slow =
          call -> {
            handled.incrementAndGet();
            String path = call.path(1);
            if (path.equals("/first")) {
              interrupt(call);
            }
            return contentOf(path);
          };
      String said = said(wall(interruptible, row("openat", slow)), "reused");
      assertEquals(interruptible ? "/second" : "/first", said);
      assertEquals(interruptible ? 2 : 1, handled.get()); // by the same pointer, not the same call
    }

    @Test
    void do_not_keep_a_handler_from_memory_that_it_reads_late() throws InterruptedException {
      SyscallHandler late =
          call -> {
            handled.incrementAndGet();
            interrupt(call);
            call.read(call.instruction() - 2, 2);
            return SyscallAnswer.value(11);
          };
      assertEquals("11 errno 0 ticks some", said(wall(true, asked(late)), "signals", "1"));
      assertEquals(1, handled.get());
    }
  }
}
