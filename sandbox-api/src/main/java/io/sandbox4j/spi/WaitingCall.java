/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * A system call whose caller waits for an answer. Number and arguments are the kernel's own copy;
 * what the arguments point to is the program's, and other threads of it may change it at any time:
 * decide on what was copied once, never on a second look.
 *
 * <p>Thread-safe.
 */
public interface WaitingCall {

  /** {@return the call's number} */
  int number();

  /** {@return the calling thread, as the JVM's own pid namespace numbers it} */
  int thread();

  /** {@return the address after the instruction that made the call} */
  long instruction();

  /**
   * {@return a raw argument}
   *
   * @param index which one, 0 to 5
   */
  long argument(int index);

  /** {@return whether the caller still waits, at this moment} */
  boolean isWaiting();

  /**
   * Copies memory of the caller.
   *
   * @param address where it begins
   * @param length how many bytes, 0 to 1 MiB
   * @return all of them
   * @throws GuestMemoryException EFAULT if one of them cannot be read, ESRCH if the caller waits no
   *     longer
   */
  byte[] read(long address, int length);

  /**
   * Copies memory of the caller, up to the first byte that cannot be read.
   *
   * @param address where it begins
   * @param most how many bytes at most, 0 to 1 MiB
   * @return those that can be read, maybe none
   * @throws GuestMemoryException ESRCH if the caller waits no longer
   */
  byte[] readSome(long address, int most);

  /**
   * Copies a string of the caller that ends with NUL.
   *
   * @param address where it begins
   * @param most its longest length with the NUL, 1 to 1 MiB; 4096 for a path
   * @return its bytes without the NUL
   * @throws GuestMemoryException EFAULT if it leaves readable memory, ENAMETOOLONG if it is longer,
   *     ESRCH if the caller waits no longer
   */
  byte[] string(long address, int most);

  /**
   * Writes into memory of the caller, as a debugger does: private memory that the program itself
   * may only read is written as well, a file never.
   *
   * @param address where to
   * @param bytes the bytes, at most 1 MiB
   * @throws GuestMemoryException EFAULT if some of them have no place, those before are written
   *     then; ESRCH if the caller waits no longer, with nothing written; EACCES or EPERM where the
   *     kernel does not let us, as into an undumpable program unless the JVM is root's
   */
  void write(long address, byte[] bytes);
}
