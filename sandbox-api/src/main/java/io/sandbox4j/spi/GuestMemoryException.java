/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.internal.linux.Errno;

/** Memory of a waiting caller could not be read or written. Mostly the program's own fault. */
public final class GuestMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  private final int errno;

  /**
   * Memory that could not be reached.
   *
   * @param address where it begins
   * @param errno why: EFAULT, ENAMETOOLONG, ESRCH if the caller waits no longer, EPERM or EACCES
   */
  public GuestMemoryException(long address, int errno) {
    super("memory of the caller at 0x%x: %s".formatted(address, Errno.name(errno)));
    this.errno = errno;
  }

  /** {@return why, as a positive errno; what the caller gets if the handler lets it pass} */
  public int errno() {
    return errno;
  }
}
