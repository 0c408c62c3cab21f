/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.LayerOption;
import java.util.Objects;

/**
 * Watches the calls of all programs that a sandbox runs: {@code
 * Isolation.process().with(Seccomp.learning())}. What they did is {@link #learned}, as a policy.
 *
 * <p>All walls stand as high as ever. The base policy is enforced while learning: what it refuses
 * is refused, and told in {@code SandboxResult.denied()} also where it is refused quietly. What
 * changes is who decides: every call of every thread and process is handed to the JVM, which notes
 * it and has the kernel carry out what the base policy allows. It decides by the call's number and
 * arguments alone, which the caller can no longer change; where pointers lead does not matter to
 * any policy. Only exit, exit_group, rt_sigreturn and restart_syscall are not seen, nor what the C
 * library does without a call, as to tell the time, nor calls by another entry than this
 * architecture's own: i386's ends the process by SIGSYS and x32's gives ENOSYS, as in every
 * sandbox.
 *
 * <p>Each call costs its program some ten to hundred microseconds, so limits of time may have to be
 * wider. What is kept is bounded, whatever a program calls.
 *
 * <p>A signal with a handler that does not restart calls (no SA_RESTART) makes any call fail with
 * EINTR that waits to be noted, also one that never does so by itself: {@code
 * kernel/seccomp.c:seccomp_do_user_notification()}. Shells whose children end meanwhile may give up
 * ("Pipe call failed"). Learn from several runs, until one has ended well.
 *
 * <p>Safe for use by many threads, and by any number of sandboxes and runs.
 */
public final class Learning implements LayerOption {
  private final SeccompPolicy base;
  private final SyscallAbi abi = SyscallAbi.current();
  private final CallLog log; // guarded by this, as all below
  private long runs;

  Learning(SeccompPolicy base) {
    this.base =
        new SeccompOption(Objects.requireNonNull(base, "base"), SeccompMode.ENFORCE).policy();
    this.log = new CallLog(base, abi);
    if (base.hasHandlers()) {
      throw new IllegalArgumentException(
          "policy %s has handlers: calls they answer cannot be learned".formatted(base.name()));
    }
  }

  /** {@return the policy that is enforced while learning} */
  public SeccompPolicy base() {
    return base;
  }

  /**
   * What was seen so far, of all runs.
   *
   * @param name the policy's name
   * @return the least policy that lets it through
   */
  public synchronized LearnedPolicy learned(String name) {
    return LearnedPolicy.of(name, base, runs, log);
  }

  /** A program was launched. */
  synchronized void begin() {
    runs++;
  }

  /** Whether the kernel is to carry a call out. */
  synchronized boolean sees(int arch, int number, long[] arguments) {
    return log.note(arch, number, arguments);
  }
}
