/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the dangerous grants in a policy: calls that none should let pass by mistake. */
final class DangerousCalls {
  private static final long TIOCSTI = 0x5412;
  private static final long TIOCLINUX = 0x541c;
  private static final long FILTER = 1;
  private static final long NEW_LISTENER = 8;
  private static final long SIGCHLD = 17;

  /** CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET of linux/sched.h. */
  private static final long[] NEW_NAMESPACES = {
    0x20000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000
  };

  private DangerousCalls() {}

  /** What a policy may grant; a row whose other arguments matter counts as a grant. */
  static Set<DangerousGrant> in(SeccompPolicy policy) {
    Set<DangerousGrant> granted = EnumSet.noneOf(DangerousGrant.class);
    for (var grant : DangerousGrant.values()) {
      if (of(grant).anyMatch(call -> call.mayPass(policy))
          || (grant == DangerousGrant.CONTINUE && continues(policy))) {
        granted.add(grant);
      }
    }
    return granted;
  }

  private static boolean continues(SeccompPolicy policy) {
    return policy
        .actions()
        .anyMatch(a -> a instanceof SeccompAction.Notify(_, _, boolean may) && may);
  }

  private static Stream<Call> of(DangerousGrant grant) {
    return switch (grant) {
      case TRACING -> any("ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd");
      case MOUNTS ->
          any(
              "mount",
              "umount2",
              "pivot_root",
              "chroot",
              "move_mount",
              "open_tree",
              "open_tree_attr",
              "fsopen",
              "fsconfig",
              "fsmount",
              "fspick",
              "mount_setattr");
      case NAMESPACES -> Stream.concat(any("setns", "clone3"), newNamespaces());
      case BPF -> any("bpf");
      case KERNEL_CODE ->
          any("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load");
      case ADMINISTRATION ->
          any(
              "reboot",
              "swapon",
              "swapoff",
              "acct",
              "quotactl",
              "quotactl_fd",
              "settimeofday",
              "clock_settime",
              "iopl",
              "ioperm",
              "syslog");
      case TERMINAL_INPUT ->
          Stream.of(with("ioctl", new Known(1, TIOCSTI)), with("ioctl", new Known(1, TIOCLINUX)));
      case FILE_HANDLES -> any("open_by_handle_at");
      case IO_URING -> any("io_uring_setup", "io_uring_enter", "io_uring_register");
      case FAULT_HANDLING -> any("userfaultfd");
      case PERFORMANCE_EVENTS -> any("perf_event_open");
      case KEYRINGS -> any("keyctl", "add_key", "request_key");
      case LISTENERS ->
          Stream.of(with("seccomp", new Known(0, FILTER), new Known(1, NEW_LISTENER)));
      case CONTINUE -> Stream.of(); // no call of its own
    };
  }

  private static Stream<Call> any(String... calls) {
    return Stream.of(calls).map(DangerousCalls::with);
  }

  private static Call with(String call, Known... known) {
    return new Call(call, List.of(known));
  }

  private static Stream<Call> newNamespaces() {
    return Arrays.stream(NEW_NAMESPACES)
        .boxed()
        .flatMap(flag ->
            Stream.of(
                with("clone", new Known(0, flag | SIGCHLD)), with("unshare", new Known(0, flag))));
  }

  private record Known(int argument, long value) {}

  /** A call with some known arguments. */
  private record Call(String name, List<Known> known) {

    boolean mayPass(SeccompPolicy policy) {
      for (var rule : policy.rules(name)) {
        if (rule.conditions().stream().anyMatch(this::excludes)) {
          continue;
        }
        if (rule.action().isCarriedOut()) {
          return true;
        }
        if (rule.conditions().stream().allMatch(condition -> isKnown(condition.argument()))) {
          return false;
        }
      }
      return policy.otherwise().isCarriedOut();
    }

    private boolean excludes(ArgumentCondition condition) {
      long[] arguments = new long[ArgumentCondition.ARGUMENTS];
      known.forEach(k -> arguments[k.argument()] = k.value());
      return isKnown(condition.argument()) && !condition.holds(arguments);
    }

    private boolean isKnown(int argument) {
      return known.stream().anyMatch(k -> k.argument() == argument);
    }
  }
}
