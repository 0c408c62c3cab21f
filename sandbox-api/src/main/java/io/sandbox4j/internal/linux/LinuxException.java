/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

/**
 * A system call of the library itself failed where it never should, for example out of descriptors.
 */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The call. */
  private final String call;

  /** The errno. */
  private final int errno;

  /**
   * A failed call.
   *
   * @param call its name
   * @param errno its errno, positive
   */
  public LinuxException(String call, int errno) {
    super(call + " failed: " + Errno.name(errno));
    this.call = call;
    this.errno = errno;
  }

  /** The name of the call. */
  public String call() {
    return call;
  }

  /** The errno, positive. */
  public int errno() {
    return errno;
  }

  /**
   * Passes a good result on.
   *
   * @param call the call's name
   * @param result its result
   * @return the result
   * @throws LinuxException if the result is a negative errno
   */
  public static long check(String call, long result) {
    if (result < 0) {
      throw new LinuxException(call, (int) -result);
    }
    return result;
  }
}
