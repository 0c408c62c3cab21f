/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static io.sandbox4j.seccomp.ArgumentCondition.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.internal.linux.Arch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterCompilerTest {
  private static final FilterOptions X86 = FilterOptions.of(SyscallAbi.X86_64, SeccompMode.ENFORCE);
  private static final SeccompAction ALLOW = SeccompAction.allow();
  private static final SeccompAction EPERM = SeccompAction.quiet(1);

  private static SeccompPolicy policy(SeccompAction otherwise, SyscallRule... rules) {
    return SeccompPolicy.builder("test", otherwise).group("rows", "rows", rules).build();
  }

  private static SyscallRule row(String call, SeccompAction action, ArgumentCondition... when) {
    return SyscallRule.of(call, action, "test", when);
  }

  private static String answer(SeccompPolicy policy, FilterOptions options, SeccompData data) {
    var filter = FilterCompiler.compileAfresh(policy, options);
    return KernelReturn.describe(new BpfSimulator(filter.program()).run(data).value());
  }

  private static String answer(SeccompPolicy policy, String call, long... arguments) {
    int number = X86.abi().number(call).orElseThrow();
    return answer(policy, X86, SeccompData.of(X86.abi(), number, arguments));
  }

  @Nested
  class Entry {
    private final SeccompPolicy open = policy(ALLOW);

    @ParameterizedTest
    @EnumSource
    void of_another_architecture_kills_the_process(SyscallAbi abi) {
      int i386 = 0x4000_0003;
      var data = new SeccompData(1, i386, 0, 0, 0, 0, 0, 0, 0);
      var options = FilterOptions.of(abi, SeccompMode.ENFORCE);
      assertEquals("kill process", answer(open, options, data));
      var arm = new SeccompData(1, Arch.AARCH64.auditArch(), 0, 0, 0, 0, 0, 0, 0);
      assertEquals("kill process", answer(open, X86, arm));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 512, 520, 547, 0x3fff_ffff})
    void by_x32_is_answered_as_by_a_kernel_without_it(int number) {
      var data = SeccompData.of(X86.abi(), 0x4000_0000 | number);
      assertEquals("errno 38", answer(open, X86, data));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 470, 471, 512, 0x7fff_ffff, 0x8000_0000, -1})
    void with_an_unknown_number_gives_ENOSYS_even_where_all_is_allowed(int number) {
      assertEquals("errno 38", answer(open, X86, SeccompData.of(X86.abi(), number)));
    }

    @Test
    void is_checked_before_anything_else() {
      var lines = FilterCompiler.compileAfresh(open, X86).disassembly().lines().toList();
      assertEquals("load arch", lines.get(0).strip());
      assertTrue(lines.get(1).contains("if == x86_64"), lines.get(1));
    }
  }

  @Nested
  class Arguments {
    @Test
    void of_32_bits_are_compared_without_the_high_half_that_the_kernel_drops() {
      var policy = policy(ALLOW, row("ioctl", SeccompAction.reported(1), eq(1, 0x5412).low32()));
      assertEquals("notify", answer(policy, "ioctl", 0, 0x5412));
      assertEquals("notify", answer(policy, "ioctl", 0, 0x1_0000_5412L));
      assertEquals("notify", answer(policy, "ioctl", 0, 0xffff_ffff_0000_5412L));
      assertEquals("allow", answer(policy, "ioctl", 0, 0x5413));
    }

    @Test
    void of_64_bits_are_compared_whole_and_unsigned() {
      var policy =
          policy(EPERM, row("mmap", ALLOW, ArgumentCondition.ge(1, 0x8000_0000_0000_0000L)));
      assertEquals("allow", answer(policy, "mmap", 0, -1));
      assertEquals("errno 1", answer(policy, "mmap", 0, 1));
      assertEquals("errno 1", answer(policy, "mmap", 0, 0x7fff_ffff_ffff_ffffL));
    }

    @Test
    void decide_by_the_first_row_that_applies() {
      var policy =
          policy(
              EPERM,
              row("socket", ALLOW, eq(0, 1)),
              row("socket", SeccompAction.quiet(97), eq(1, 5)),
              row("socket", SeccompAction.quiet(93)));
      assertEquals("allow", answer(policy, "socket", 1, 5));
      assertEquals("errno 97", answer(policy, "socket", 2, 5));
      assertEquals("errno 93", answer(policy, "socket", 2, 6));
    }
  }

  @Nested
  class Launch {
    private final SeccompPolicy noSending =
        policy(EPERM, row("execve", ALLOW), row("sendmsg", SeccompAction.reported(13)));

    @Test
    void may_send_on_its_control_descriptor_and_on_no_other() {
      var options = X86.controlledAt(256);
      assertEquals("allow", answer(noSending, options, SeccompData.of(X86.abi(), 46, 256)));
      assertEquals(
          "allow", answer(noSending, options, SeccompData.of(X86.abi(), 46, 0x7_0000_0100L)));
      assertEquals("notify", answer(noSending, options, SeccompData.of(X86.abi(), 46, 255)));
      assertEquals("notify", answer(noSending, X86, SeccompData.of(X86.abi(), 46, 256)));
    }

    @Test
    void may_always_end_and_return_from_signal_handlers() {
      var closed = policy(new SeccompAction.KillProcess(false), row("exit", EPERM));
      for (String call : List.of("exit", "exit_group", "rt_sigreturn", "restart_syscall")) {
        assertEquals("allow", answer(closed, call));
      }
    }

    @Test
    void under_a_policy_without_exec_is_refused_before_it_starts() {
      var closed = policy(EPERM, row("read", ALLOW));
      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> FilterCompiler.compileAfresh(closed, X86.controlledAt(256)));
      assertTrue(String.valueOf(thrown.getMessage()).contains("neither execve nor execveat"));
    }
  }

  /** P25. */
  @Nested
  class Reports {
    private final SeccompPolicy policy =
        policy(
            ALLOW,
            row("bpf", SeccompAction.reported(13)),
            row("ptrace", new SeccompAction.KillProcess(true)),
            row("clone3", SeccompAction.quiet(38)));

    @Test
    void become_notifications_and_quiet_refusals_do_not() {
      assertEquals("notify", answer(policy, "bpf"));
      assertEquals("notify", answer(policy, "ptrace"));
      assertEquals("errno 38", answer(policy, "clone3"));
      assertTrue(FilterCompiler.compileAfresh(policy, X86).needsListener());
      assertFalse(FilterCompiler.compileAfresh(policy(ALLOW), X86).needsListener());
    }

    @Test
    void are_answered_with_the_errno_of_their_row() {
      var filter = FilterCompiler.compileAfresh(policy, X86);
      assertEquals(13, filter.reportedErrno(321, 0, 0, 0, 0, 0, 0));
      assertEquals(1, filter.reportedErrno(101, 0, 0, 0, 0, 0, 0));
      assertEquals(1, filter.reportedErrno(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void end_the_run_in_kill_mode_or_when_their_row_kills() {
      var enforce = FilterCompiler.compileAfresh(policy, X86);
      var kill =
          FilterCompiler.compileAfresh(
              policy, FilterOptions.of(SyscallAbi.X86_64, SeccompMode.KILL));
      assertFalse(enforce.endsRun(321, 0, 0, 0, 0, 0, 0));
      assertTrue(enforce.endsRun(101, 0, 0, 0, 0, 0, 0));
      assertTrue(kill.endsRun(321, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void are_all_refusals_in_report_mode_but_those_of_what_every_program_tries() {
      var report = FilterOptions.of(SyscallAbi.X86_64, SeccompMode.REPORT);
      var quiet =
          policy(
              EPERM,
              row("clone3", SeccompAction.quiet(38)),
              row("rseq", SeccompAction.quiet(38)),
              row("flock", SeccompAction.quiet(0)));
      assertEquals("notify", answer(quiet, report, SeccompData.of(X86.abi(), 165)));
      assertEquals("errno 38", answer(quiet, report, SeccompData.of(X86.abi(), 435)));
      assertEquals("errno 38", answer(quiet, report, SeccompData.of(X86.abi(), 334)));
      assertEquals("errno 0", answer(quiet, report, SeccompData.of(X86.abi(), 73)));
      assertEquals("errno 38", answer(quiet, report, SeccompData.of(X86.abi(), 9999)));
      assertEquals(
          1, FilterCompiler.compileAfresh(quiet, report).reportedErrno(165, 0, 0, 0, 0, 0, 0));
      assertFalse(FilterCompiler.compileAfresh(quiet, report).endsRun(165, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void are_refused_by_the_filter_itself_where_no_listener_is_to_be_had() {
      var bpf = SeccompData.of(X86.abi(), 321);
      assertEquals("errno 13", answer(policy, X86.silent(), bpf));
      var kill = FilterOptions.of(SyscallAbi.X86_64, SeccompMode.KILL).silent();
      assertEquals("kill process", answer(policy, kill, bpf));
      assertFalse(FilterCompiler.compileAfresh(policy, kill).needsListener());
    }
  }

  @Nested
  class Size {
    private static SeccompPolicy values(int count) {
      List<SyscallRule> rules = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rules.add(row("prctl", ALLOW, eq(0, 2L * i + 1), eq(1, i)));
      }
      return policy(EPERM, rules.toArray(SyscallRule[]::new));
    }

    @Test
    void beyond_what_a_jump_reaches_still_answers_right() {
      var policy = values(400);
      var filter = FilterCompiler.compileAfresh(policy, X86);
      assertTrue(filter.instructionCount() > 1000, () -> filter.toString());
      assertEquals("allow", answer(policy, "prctl", 1, 0));
      assertEquals("allow", answer(policy, "prctl", 799, 399));
      assertEquals("errno 1", answer(policy, "prctl", 799, 398));
    }

    @Test
    void beyond_4096_instructions_is_an_error() {
      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> FilterCompiler.compileAfresh(values(2000), X86));
      assertTrue(String.valueOf(thrown.getMessage()).contains("the kernel takes 4096"));
    }

    @Test
    void does_not_grow_with_tests_whose_outcome_is_known() {
      var stream = row("socket", ALLOW, eq(0, 2).low32(), ArgumentCondition.maskedEq(1, 0xf, 1));
      var datagram = row("socket", ALLOW, eq(0, 2).low32(), ArgumentCondition.maskedEq(1, 0xf, 2));
      int one = FilterCompiler.compileAfresh(policy(EPERM, stream), X86).instructionCount();
      int two =
          FilterCompiler.compileAfresh(policy(EPERM, stream, datagram), X86).instructionCount();
      assertEquals(1, two - one); // the comparison with 2
    }

    /** Eighteen bits that each row asks for in another order leave 2^18 remainders. */
    @Test
    void is_bounded_where_there_are_more_remainders_than_rows() {
      List<SyscallRule> rules = new ArrayList<>();
      for (int i = 0; i < 36; i++) {
        rules.add(
            row(
                "prctl",
                SeccompAction.quiet(i + 1),
                ArgumentCondition.maskedEq(i % 5, 1L << (i % 18), 0),
                ArgumentCondition.maskedEq((i + 1) % 5, 1L << ((i + 7) % 18), 0),
                ArgumentCondition.maskedEq((i + 2) % 5, 1L << ((i + 11) % 18), 0)));
      }
      var policy = policy(ALLOW, rules.toArray(SyscallRule[]::new));
      var filter = FilterCompiler.compileAfresh(policy, X86);
      assertTrue(filter.instructionCount() < 400, () -> filter.toString());
      assertEquals("errno 1", answer(policy, "prctl", 0, 0, 0));
      assertEquals("allow", answer(policy, "prctl", -1, -1, -1, -1, -1));
    }

    @Test
    void of_many_values_is_that_of_a_search_tree() {
      List<SyscallRule> rules = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        rules.add(row("prctl", ALLOW, eq(0, 3L * i).low32()));
        rules.add(row("prctl", ALLOW, eq(0, 3L * i + 1).low32()));
      }
      var policy = policy(EPERM, rules.toArray(SyscallRule[]::new));
      var filter = FilterCompiler.compileAfresh(policy, X86);
      var simulator = new BpfSimulator(filter.program());
      for (int i = 0; i < 64; i++) {
        var outcome = simulator.run(SeccompData.of(X86.abi(), 157, 3L * i));
        assertEquals("allow", KernelReturn.describe(outcome.value()));
        assertTrue(outcome.executed() <= 16, () -> "took " + outcome);
      }
    }

    @Test
    void grows_with_ranges_of_numbers_and_not_with_numbers() {
      var one = FilterCompiler.compileAfresh(policy(EPERM, row("read", ALLOW)), X86);
      var four =
          FilterCompiler.compileAfresh(
              policy(
                  EPERM,
                  row("read", ALLOW),
                  row("write", ALLOW),
                  row("open", ALLOW),
                  row("close", ALLOW)),
              X86);
      assertEquals(one.instructionCount(), four.instructionCount());
    }
  }

  @Nested
  class Cache {
    private final FilterCompiler compiler = new FilterCompiler();

    @Test
    void goes_by_content() {
      var first = compiler.compile(policy(ALLOW, row("bpf", EPERM)), X86);
      assertSame(first, compiler.compile(policy(ALLOW, row("bpf", EPERM)), X86));
      assertNotSame(first, compiler.compile(policy(ALLOW, row("ptrace", EPERM)), X86));
      assertNotSame(
          first, compiler.compile(policy(ALLOW, row("bpf", EPERM)), X86.controlledAt(9).silent()));
    }
  }

  @Test
  void compiles_350_rows_within_5_ms_once_warm() {
    List<SyscallRule> rules = new ArrayList<>();
    for (String call : SyscallAbi.X86_64.names()) {
      if (rules.size() < 350) {
        rules.add(
            rules.size() % 5 == 0
                ? row(call, SeccompAction.reported(1), eq(1, rules.size()).low32())
                : row(call, rules.size() % 3 == 0 ? EPERM : ALLOW));
      }
    }
    var policy = policy(SeccompAction.quiet(38), rules.toArray(SyscallRule[]::new));
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 100; i++) {
      long begun = System.nanoTime();
      FilterCompiler.compileAfresh(policy, X86);
      best = Math.min(best, System.nanoTime() - begun);
    }
    var fastest = Duration.ofNanos(best);
    assertTrue(fastest.toMillis() < 5, () -> "took " + fastest);
  }
}
