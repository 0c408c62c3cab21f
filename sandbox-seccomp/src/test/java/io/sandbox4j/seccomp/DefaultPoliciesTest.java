/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultPoliciesTest {

  /** One number above every descriptor a program can have. */
  private static final int CONTROL = 256;

  private static String answer(String policy, SyscallAbi abi, String call, long... arguments) {
    var options = FilterOptions.of(abi, SeccompMode.ENFORCE).controlledAt(CONTROL);
    var filter = FilterCompiler.compileAfresh(SeccompPolicy.named(policy), options);
    int number = abi.number(call).orElseThrow();
    var data = SeccompData.of(abi, number, arguments);
    return KernelReturn.describe(new BpfSimulator(filter.program()).run(data).value());
  }

  private static String answer(String call, long... arguments) {
    String x86 = answer("default", SyscallAbi.X86_64, call, arguments);
    if (SyscallAbi.AARCH64.number(call).isPresent()) {
      assertEquals(x86, answer("default", SyscallAbi.AARCH64, call, arguments), call);
    }
    return x86;
  }

  @Nested
  class Reach {
    /**
     * The last column: Docker's default profile for a container without capabilities (moby's
     * profiles/seccomp/default.json, with the three io_uring calls that later versions refuse).
     */
    @ParameterizedTest
    @CsvSource({
      "default, X86_64, 279, 297",
      "default, AARCH64, 241, 256",
      "judge, X86_64, 257, 297",
      "judge, AARCH64, 220, 256",
      "strict, X86_64, 85, 297",
      "strict, AARCH64, 72, 256",
      "build, X86_64, 256, 297",
      "build, AARCH64, 218, 256"
    })
    void is_the_documented_number_of_calls_and_less_than_dockers(
        String policy, SyscallAbi abi, int calls, int docker) {
      assertEquals(calls, SeccompPolicy.named(policy).reachable(abi).size());
      assertTrue(calls < docker - 3);
    }

    @ParameterizedTest
    @CsvSource({"X86_64, 294", "AARCH64, 253"})
    void of_oci_default_is_dockers_without_io_uring(SyscallAbi abi, int calls) {
      assertEquals(calls, SeccompPolicy.named("oci-default").reachable(abi).size());
    }

    /** The file's own words; whoever changes rows changes them as well. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "strict", "judge", "build", "oci-default"})
    void is_what_the_file_says(String policy) {
      String text = BuiltInPolicies.text(policy).replaceAll("\\s*#?\\s+", " ");
      var said = Pattern.compile("(\\d+) calls of x86-64 and (\\d+) of aarch64").matcher(text);
      assertTrue(said.find());
      assertEquals(
          Integer.parseInt(said.group(1)),
          SeccompPolicy.named(policy).reachable(SyscallAbi.X86_64).size());
      assertEquals(
          Integer.parseInt(said.group(2)),
          SeccompPolicy.named(policy).reachable(SyscallAbi.AARCH64).size());
    }

    /** Each instruction is translated at every launch: about 0.27 us. */
    @ParameterizedTest
    @CsvSource({"default, 210", "judge, 202", "strict, 103", "build, 216", "oci-default, 67"})
    void takes_few_instructions(String policy, int most) {
      var options = FilterOptions.of(SyscallAbi.X86_64, SeccompMode.ENFORCE).controlledAt(CONTROL);
      var filter = FilterCompiler.compileAfresh(SeccompPolicy.named(policy), options);
      assertTrue(filter.instructionCount() <= most, filter::toString);
    }

    @ParameterizedTest
    @EnumSource
    void every_call_of_the_table_is_decided_by_a_row(SyscallAbi abi) {
      Set<String> undecided = new HashSet<>(abi.names());
      var groups = SeccompPolicy.named("default").groups();
      groups.forEach(group -> group.rules().forEach(rule -> undecided.remove(rule.call())));
      assertEquals(Set.of(), undecided);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "judge"})
    void every_group_has_rows_and_every_row_a_call_on_some_architecture(String policy) {
      int rows = 0;
      for (var group : SeccompPolicy.named(policy).groups()) {
        for (var rule : group.rules()) {
          assertTrue(SyscallAbi.anyHas(rule.call()), rule::toString);
          rows++;
        }
      }
      assertTrue(rows > 350, "saw " + rows + " rows");
    }
  }

  @Nested
  class Refusals {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "ptrace",
          "process_vm_readv",
          "process_vm_writev",
          "pidfd_getfd",
          "kcmp",
          "bpf",
          "userfaultfd",
          "perf_event_open",
          "io_uring_setup",
          "io_uring_enter",
          "io_uring_register",
          "keyctl",
          "add_key",
          "request_key",
          "open_by_handle_at",
          "setns",
          "mount",
          "umount2",
          "pivot_root",
          "chroot",
          "open_tree",
          "move_mount",
          "fsopen",
          "fsconfig",
          "fsmount",
          "fspick",
          "mount_setattr",
          "kexec_load",
          "kexec_file_load",
          "init_module",
          "finit_module",
          "delete_module",
          "reboot",
          "fanotify_init",
          "syslog"
        })
    void of_dangerous_calls_are_reported(String call) {
      assertEquals("notify", answer(call));
    }

    @ParameterizedTest
    @CsvSource({
      "clone3, 38",
      "openat2, 38",
      "io_setup, 38",
      "sync, 38",
      "swapon, 1",
      "clock_settime, 1",
      "modify_ldt, 38",
      "name_to_handle_at, 38",
      "set_mempolicy, 38"
    })
    void of_what_programs_try_and_do_without_are_quiet(String call, int errno) {
      assertEquals("errno " + errno, answer(call));
    }

    @Test
    void cover_every_new_namespace() {
      for (long flag :
          new long[] {
            0x20000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000
          }) {
        assertEquals("notify", answer("clone", flag | 17), () -> Long.toHexString(flag));
        assertEquals("notify", answer("unshare", flag), () -> Long.toHexString(flag));
      }
      assertEquals("notify", answer("unshare", 0x80));
      assertEquals("allow", answer("clone", 17));
      assertEquals("allow", answer("clone", 0x80 | 17)); // there it is part of the exit signal
      assertEquals("allow", answer("clone", 0x003d_0f00)); // a thread
      assertEquals("allow", answer("unshare", 0x400));
    }

    @Test
    void keep_a_program_from_making_children_of_the_supervisor() {
      assertEquals("notify", answer("clone", 0x8000 | 17));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5412, 0x541c, 0x541d, 0x5423, 0x1_0000_5412L, 0xdead_beef_0000_541cL})
    void cover_terminal_requests_whatever_their_high_bits(long request) {
      assertEquals("notify", answer("ioctl", 0, request));
      assertEquals("allow", answer("ioctl", 0, 0x5401));
    }

    @ParameterizedTest
    @CsvSource({
      "1, 1, 0, allow",
      "1, 0x80002, 0, allow",
      "2, 1, 0, allow",
      "2, 0x80801, 6, allow",
      "10, 2, 17, allow",
      "2, 2, 1, allow",
      "2, 1, 262, errno 93",
      "2, 1, 132, errno 93",
      "2, 3, 255, notify",
      "16, 3, 0, allow",
      "16, 3, 12, notify",
      "17, 3, 0, notify",
      "38, 5, 0, notify",
      "40, 1, 0, notify",
      "0x100000028, 1, 0, notify",
      "0x100000002, 1, 0, allow",
    })
    void leave_only_the_families_that_programs_need(
        String family, String type, int protocol, String answer) {
      assertEquals(answer, answer("socket", Long.decode(family), Long.decode(type), protocol));
    }

    @Test
    void cover_huge_pages_which_no_limit_counts() {
      assertEquals("allow", answer("mmap", 0, 4096, 3, 0x22));
      assertEquals("errno 12", answer("mmap", 0, 4096, 3, 0x40022));
      assertEquals("errno 12", answer("mmap", 0, 4096, 3, 0x5404_0022L)); // with a page size
      assertEquals("allow", answer("memfd_create", 0x7fff_0000, 1));
      assertEquals("errno 22", answer("memfd_create", 0x7fff_0000, 5));
    }

    @Test
    void p12_leave_the_room_of_the_jvms_pipes_as_it_is() {
      assertEquals("errno 1", answer("fcntl", 1, 1031));
      assertEquals("allow", answer("fcntl", 1, 1032));
    }

    @Test
    void leave_only_harmless_personalities() {
      assertEquals("allow", answer("personality", 0xffff_ffffL));
      assertEquals("allow", answer("personality", 0));
      assertEquals("notify", answer("personality", 0x0400000));
      assertEquals("notify", answer("personality", 0x1_0040_0000L));
    }

    @Test
    void keep_a_program_from_listening_to_its_own_filters() {
      assertEquals("allow", answer("seccomp", 1, 1));
      assertEquals("notify", answer("seccomp", 1, 8));
      assertEquals("notify", answer("seccomp", 1, 9));
      assertEquals("notify", answer("seccomp", 3, 0));
    }

    @Test
    void cover_odd_options_of_prctl() {
      assertEquals("allow", answer("prctl", 15));
      assertEquals("notify", answer("prctl", 35));
      assertEquals("notify", answer("prctl", 0x1_0000_0023L));
      assertEquals("errno 22", answer("prctl", 59));
    }
  }

  /** P2: no limit of another process; P14: no new limit on core files. */
  @Nested
  class ResourceLimits {
    @Test
    void of_another_process_are_read_only() {
      assertEquals("notify", answer("prlimit64", 1, 0, 0x7fff_0000));
      assertEquals("notify", answer("prlimit64", 0x1_0000_0001L, 0, 0x7fff_0000));
      assertEquals("allow", answer("prlimit64", 1, 0, 0));
      assertEquals("allow", answer("prlimit64", 0, 7, 0x7fff_0000));
    }

    @Test
    void on_core_files_stay_as_they_are() {
      assertEquals("errno 1", answer("prlimit64", 0, 4, 0x7fff_0000));
      assertEquals("errno 1", answer("prlimit64", 0, 0x1_0000_0004L, 0x7fff_0000));
      assertEquals("errno 1", answer("setrlimit", 4));
      assertEquals("allow", answer("prlimit64", 0, 4, 0));
      assertEquals("allow", answer("setrlimit", 7));
    }
  }

  /** P15: no set-id file is left behind. */
  @Nested
  class SetIdFiles {
    @ParameterizedTest
    @ValueSource(longs = {04755, 02755, 06000, 04000})
    void can_not_be_made(long mode) {
      assertEquals("notify", answer("chmod", 0, mode));
      assertEquals("notify", answer("fchmod", 3, mode));
      assertEquals("notify", answer("fchmodat", -100, 0, mode));
      assertEquals("notify", answer("fchmodat2", -100, 0, mode));
      assertEquals("notify", answer("creat", 0, mode));
      assertEquals("notify", answer("open", 0, 0x41, mode));
      assertEquals("notify", answer("openat", -100, 0, 0x41, mode));
      assertEquals("notify", answer("openat", -100, 0, 020200000 | 2, mode));
      assertEquals("notify", answer("mknod", 0, 0100000 | mode));
      assertEquals("notify", answer("mknodat", -100, 0, 0010000 | mode));
    }

    @Test
    void differ_from_ordinary_ones() {
      assertEquals("allow", answer("chmod", 0, 0755));
      assertEquals("allow", answer("fchmod", 3, 01777));
      assertEquals("allow", answer("openat", -100, 0, 0x41, 0644));
      assertEquals("allow", answer("mknodat", -100, 0, 0010600));
      // The mode is garbage in a register when nothing is created.
      assertEquals("allow", answer("openat", -100, 0, 0, 06777));
    }

    @Test
    void are_not_device_nodes_either() {
      assertEquals("notify", answer("mknod", 0, 0020666));
      assertEquals("notify", answer("mknodat", -100, 0, 0060666));
    }
  }

  @Nested
  class Judge {
    @ParameterizedTest
    @EnumSource
    void has_no_network(SyscallAbi abi) {
      assertEquals("notify", answer("judge", abi, "socket", 2, 2, 0));
      assertEquals("notify", answer("judge", abi, "socket", 2, 0x80001, 0));
      assertEquals("notify", answer("judge", abi, "socket", 16, 3, 0));
      assertEquals("notify", answer("judge", abi, "connect", 3));
      assertEquals("notify", answer("judge", abi, "bind", 3));
    }

    @ParameterizedTest
    @EnumSource
    void is_quiet_about_what_runtimes_do_at_their_start(SyscallAbi abi) {
      assertEquals("errno 97", answer("judge", abi, "socket", 1, 0x80801, 0));
      assertEquals("allow", answer("judge", abi, "socket", 2, 1, 0));
      assertEquals("allow", answer("judge", abi, "socket", 10, 1, 0));
      assertEquals("errno 38", answer("judge", abi, "clone3"));
    }

    @ParameterizedTest
    @EnumSource
    void has_no_locks_that_tell_of_others(SyscallAbi abi) {
      assertEquals("errno 0", answer("judge", abi, "flock", 3, 2));
      assertEquals("errno 22", answer("judge", abi, "fcntl", 3, 5));
      assertEquals("errno 22", answer("judge", abi, "fcntl", 3, 36));
      assertEquals("allow", answer("judge", abi, "fcntl", 3, 6));
      assertEquals("errno 1", answer("judge", abi, "fcntl", 3, 1031));
      assertEquals("notify", answer("judge", abi, "fcntl", 3, 1024));
    }

    @ParameterizedTest
    @EnumSource
    void grants_nothing_that_the_default_refuses(SyscallAbi abi) {
      var reach = new HashSet<>(SeccompPolicy.named("judge").reachable(abi));
      reach.removeAll(SeccompPolicy.named("default").reachable(abi));
      assertEquals(Set.of(), reach);
    }
  }

  @Nested
  class Strict {
    @ParameterizedTest
    @EnumSource
    void reads_files_and_makes_none(SyscallAbi abi) {
      assertEquals("allow", answer("strict", abi, "openat", -100, 0, 0x80000));
      assertEquals("notify", answer("strict", abi, "openat", -100, 0, 1));
      assertEquals("notify", answer("strict", abi, "openat", -100, 0, 2));
      assertEquals("notify", answer("strict", abi, "openat", -100, 0, 0x40));
      assertEquals("notify", answer("strict", abi, "openat", -100, 0, 0x200));
      assertEquals("notify", answer("strict", abi, "unlinkat", -100, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void has_one_thread_and_talks_to_nobody(SyscallAbi abi) {
      assertEquals("notify", answer("strict", abi, "clone", 0x003d_0f00));
      assertEquals("errno 38", answer("strict", abi, "clone3"));
      assertEquals("notify", answer("strict", abi, "socket", 1, 1, 0));
      assertEquals("notify", answer("strict", abi, "prlimit64", 0, 7, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "judge", "build"})
    void and_all_but_oci_default_grant_nothing_that_the_default_refuses(String policy) {
      for (var abi : SyscallAbi.values()) {
        var reach = new HashSet<>(SeccompPolicy.named(policy).reachable(abi));
        reach.removeAll(SeccompPolicy.named("default").reachable(abi));
        assertEquals(Set.of(), reach);
      }
    }
  }

  @Nested
  class OwnProcesses {
    /** P52: whatever a policy allows or reports must get past the shim's inherited filter. */
    @ParameterizedTest
    @EnumSource
    void p52_leave_policies_what_they_allow_and_what_they_report(SyscallAbi abi) {
      var shim = new BpfSimulator(BpfProgram.parse(SupervisorFilters.shimDenyList(abi)));
      int seen = 0;
      for (String name : SeccompPolicy.names()) {
        for (var group : SeccompPolicy.named(name).groups()) {
          for (var rule : group.rules()) {
            boolean quiet = !rule.action().isCarriedOut() && !rule.action().isReported();
            if (quiet || abi.number(rule.call()).isEmpty()) {
              continue;
            }
            var data = SeccompData.of(abi, abi.number(rule.call()).orElseThrow());
            assertEquals(KernelReturn.ALLOW, shim.run(data).value(), rule::toString);
            seen++;
          }
        }
      }
      assertTrue(seen > 500, "saw " + seen + " rows");
    }

    @ParameterizedTest
    @EnumSource
    void p52_leave_the_launch_its_steps(SyscallAbi abi) {
      var shim = new BpfSimulator(BpfProgram.parse(SupervisorFilters.shimDenyList(abi)));
      for (String call :
          List.of(
              "clone",
              "clone3",
              "unshare",
              "setns",
              "mount",
              "umount2",
              "pivot_root",
              "chroot",
              "open_tree",
              "move_mount",
              "mount_setattr",
              "fsopen",
              "fsconfig",
              "fsmount",
              "sethostname",
              "setresuid",
              "setresgid",
              "setgroups",
              "prctl",
              "capset",
              "seccomp",
              "landlock_create_ruleset",
              "landlock_add_rule",
              "landlock_restrict_self",
              "keyctl",
              "prlimit64",
              "sched_setaffinity",
              "sched_setscheduler",
              "setpriority",
              "ioprio_set",
              "ioctl",
              "mknodat",
              "openat2",
              "execve",
              "execveat",
              "close_range",
              "pidfd_open",
              "pidfd_send_signal",
              "waitid",
              "socket",
              "sendmsg",
              "recvmsg",
              "epoll_pwait",
              "timerfd_settime",
              "memfd_create",
              "sendfile",
              "fchown",
              "symlinkat",
              "mkdirat")) {
        var data = SeccompData.of(abi, abi.number(call).orElseThrow());
        assertEquals(KernelReturn.ALLOW, shim.run(data).value(), call);
      }
    }

    @ParameterizedTest
    @EnumSource
    void do_not_administer_the_host(SyscallAbi abi) {
      var shim = new BpfSimulator(BpfProgram.parse(SupervisorFilters.shimDenyList(abi)));
      for (String call : List.of("swapon", "acct", "settimeofday", "quotactl", "move_pages")) {
        var data = SeccompData.of(abi, abi.number(call).orElseThrow());
        assertEquals("errno 1", KernelReturn.describe(shim.run(data).value()), call);
      }
    }

    @ParameterizedTest
    @EnumSource
    void p52_let_init_wait_and_end_and_nothing_else(SyscallAbi abi) {
      var init = new BpfSimulator(BpfProgram.parse(SupervisorFilters.initAllowList(abi)));
      List<String> allowed = new ArrayList<>();
      for (String call : abi.names()) {
        int value = init.run(SeccompData.of(abi, abi.number(call).orElseThrow())).value();
        if (value == KernelReturn.ALLOW) {
          allowed.add(call);
        } else {
          assertEquals("kill process", KernelReturn.describe(value), call);
        }
      }
      assertEquals(
          Set.of(
              "waitid",
              "wait4",
              "rt_sigtimedwait",
              "ppoll",
              "nanosleep",
              "read",
              "write",
              "sendmsg",
              "recvmsg",
              "close",
              "close_range",
              "munmap",
              "exit",
              "exit_group",
              "rt_sigreturn",
              "restart_syscall"),
          Set.copyOf(allowed));
    }

    @Test
    void need_no_listener() {
      for (String policy : List.of("shim", "init")) {
        for (var group : BuiltInPolicies.file(policy).groups()) {
          group.rules().forEach(rule -> assertFalse(rule.action().isReported(), rule::toString));
        }
      }
    }
  }
}
