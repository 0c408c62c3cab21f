/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/**
 * Answers system calls of a program in the kernel's stead; made part of a policy by {@link
 * SeccompAction#notify}.
 *
 * <p>Each call comes on a virtual thread of its own, several at a time, of any number of runs: a
 * handler is thread-safe. The program's thread waits meanwhile; its other threads do not, so what
 * pointers lead to may change at any time. 256 calls of one run are handled at a time, further ones
 * wait. When the run ends the thread is interrupted, and an answer after that goes nowhere.
 *
 * <p>A call is handled once. Where the kernel is older than 5.19, a signal may interrupt the caller
 * meanwhile, and the kernel hands the same call over again: the handler goes on, and its answer is
 * given to the caller that is back. (A kernel without <q>seccomp: Fix a race with
 * WAIT_KILLABLE_RECV</q>, of 2025, may lose an answer that it accepts in the very moment in which a
 * signal arrives; that call is handled again.)
 *
 * <p>What a handler throws refuses the call: a {@link io.sandbox4j.spi.GuestMemoryException} with
 * its own errno, as the kernel does when a pointer leads nowhere; anything else with EPERM, and is
 * told in {@code SandboxResult.handlerFailures()}.
 */
@FunctionalInterface
public interface SyscallHandler {

  /**
   * Answers one call.
   *
   * @param call the call
   * @return what its caller gets
   * @throws Exception whatever was wrong: the call is refused
   */
  SyscallAnswer handle(NotifiedCall call) throws Exception;

  /**
   * A handler that gives each call the same answer. A value or an errno comes without a thread of
   * its own, from the library's event loop, in a fraction of the time; unlike an errno of the
   * policy's, which the kernel gives by itself, it may be any value.
   *
   * @param answer the answer; not a {@linkplain SyscallAnswer#descriptor descriptor}, which can be
   *     given only once
   * @return the handler; equal to others with the same answer
   * @throws IllegalArgumentException for a descriptor
   */
  static SyscallHandler always(SyscallAnswer answer) {
    return new Always(answer);
  }
}
