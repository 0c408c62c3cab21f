/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * What to do with a system call that the seccomp filter handed over: for a report, or for an
 * answer. Left as a note on the {@link RunSpec} by the layer that installs a filter with a
 * listener.
 *
 * @implSpec Thread-safe and quick: it is asked on the event loop.
 */
public interface DeniedCallPolicy {

  /** A program has been started whose notified calls are asked about from now on. */
  default void begin() {}

  /**
   * Whether the kernel carries a notified call out after all; asked first, once for each call. For
   * filters that notify calls to have them seen. Number and arguments are the kernel's own copy,
   * and the caller cannot change them any more; what pointers lead to, another thread can, so it
   * must not matter for the answer.
   *
   * @param arch the entry by which it came, an AUDIT_ARCH value
   * @param number the system call's number there
   * @param arguments its six raw arguments
   * @return whether it does
   */
  default boolean carriesOut(int arch, int number, long[] arguments) {
    return false;
  }

  /**
   * The errno the program gets.
   *
   * @param number the system call's number
   * @param arguments its six raw arguments
   * @return a positive errno
   */
  int errno(int number, long[] arguments);

  /**
   * Whether a call ends the run as a violation. If not, the program gets its {@link #errno} and
   * goes on.
   *
   * @param number the system call's number
   * @param arguments its six raw arguments
   * @return whether it does
   */
  boolean endsRun(int number, long[] arguments);

  /**
   * Who answers a call in the kernel's stead. If somebody does, nothing else here is asked about
   * it.
   *
   * @param number the system call's number
   * @param arguments its six raw arguments
   * @return the handler, or null for a call that is refused
   */
  default @Nullable CallHandler handler(int number, long[] arguments) {
    return null;
  }

  /**
   * {@return whether callers wait for their answer whatever signals come}, but for those that kill:
   * how the filter was installed. If not, a call may be interrupted and come again.
   */
  default boolean waitsKillable() {
    return false;
  }

  /**
   * {@return whether what a program's pointers lead to can be read without waiting for the program}
   * One that may answer its own page faults decides how long a look at its memory takes; nobody
   * looks then.
   */
  default boolean memoryIsAtHand() {
    return true;
  }

  /**
   * The name of a system call.
   *
   * @param number its number
   * @return the name, or the number as text if nobody knows it
   */
  String name(int number);
}
