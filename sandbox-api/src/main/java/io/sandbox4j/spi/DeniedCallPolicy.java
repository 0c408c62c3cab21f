/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * What to do with a system call that the seccomp filter handed over for a report. Left as a note on
 * the {@link RunSpec} by the layer that installs a filter with a listener.
 *
 * @implSpec Thread-safe and quick: it is asked on the event loop.
 */
public interface DeniedCallPolicy {

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
   * The name of a system call.
   *
   * @param number its number
   * @return the name, or the number as text if nobody knows it
   */
  String name(int number);
}
