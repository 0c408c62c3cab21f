/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * A file descriptor of the JVM that travels to the shim with a plan, see {@link RunSpec#pass}.
 *
 * @implSpec Owned by the run once it is passed: the engine closes it when it is sent, or when the
 *     launch fails. Closing twice is once.
 */
public interface PassedDescriptor extends AutoCloseable {

  /**
   * Its number in the JVM.
   *
   * @return 0 or more
   * @throws IllegalStateException if it is closed
   */
  int number();

  @Override
  void close();
}
