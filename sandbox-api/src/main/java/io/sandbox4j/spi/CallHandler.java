/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * Answers system calls in the kernel's stead. Which calls, {@link DeniedCallPolicy#handler} says.
 *
 * @implSpec Thread-safe: called on a virtual thread for each call, for several at a time and for
 *     any number of runs. The thread is interrupted when the run ends; an answer after that goes
 *     nowhere.
 */
public interface CallHandler {

  /** {@return what it is called in reports} */
  String name();

  /**
   * The answer that it gives to each of its calls whatever they are, where there is one: a value or
   * an errno, which takes no time and needs no thread.
   *
   * @return the answer, or null if it has to be asked for each
   */
  default @Nullable CallAnswer always() {
    return null;
  }

  /**
   * Answers one call, however long that takes; its caller waits.
   *
   * @param call the call
   * @return what the caller gets
   * @throws Exception whatever was wrong: the caller gets EPERM, and the result names the exception
   */
  CallAnswer answer(WaitingCall call) throws Exception;
}
