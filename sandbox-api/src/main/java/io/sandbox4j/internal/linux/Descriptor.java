/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.linux;

import io.sandbox4j.spi.PassedDescriptor;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor with one owner. Thread-safe; closing twice is once. */
public final class Descriptor implements PassedDescriptor {
  private static final int F_DUPFD_CLOEXEC = 1030;

  private final AtomicInteger number;

  /**
   * Takes ownership.
   *
   * @param number the descriptor, 0 or more
   */
  public Descriptor(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("no descriptor: " + number);
    }
    this.number = new AtomicInteger(number);
  }

  /**
   * Owns the result of a call that returns a descriptor.
   *
   * @param call the call's name
   * @param result its result
   * @return the descriptor
   * @throws LinuxException if the result is a negative errno
   */
  public static Descriptor of(String call, long result) {
    return new Descriptor((int) LinuxException.check(call, result));
  }

  /**
   * The number.
   *
   * @throws IllegalStateException if it is closed
   */
  @Override
  public int number() {
    int value = number.get();
    if (value < 0) {
      throw new IllegalStateException("the descriptor is closed");
    }
    return value;
  }

  /** Another descriptor of the same open file, closed on exec. */
  public Descriptor duplicate() {
    return duplicate(number());
  }

  /**
   * Another descriptor of the file that is open under a number, closed on exec.
   *
   * @param number the number
   */
  public static Descriptor duplicate(int number) {
    return of("fcntl", Kernel.host().call("fcntl", number, F_DUPFD_CLOEXEC, 0));
  }

  /** Whether it has not been closed. */
  public boolean isOpen() {
    return number.get() >= 0;
  }

  @Override
  public void close() {
    int value = number.getAndSet(-1);
    if (value >= 0) {
      Kernel.host().call("close", value);
    }
  }

  @Override
  public String toString() {
    return "fd " + number.get();
  }
}
