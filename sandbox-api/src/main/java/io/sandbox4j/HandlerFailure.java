/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/**
 * A handler of system calls that did not answer: it threw, or gave what cannot be an answer. The
 * caller was refused.
 *
 * @param handler the handler's name
 * @param call the kernel's name of the call
 * @param thrown what the first such call met with
 * @param count how many calls of that name it failed
 */
public record HandlerFailure(String handler, String call, Throwable thrown, long count) {
  /** Checks that nothing is missing. */
  public HandlerFailure {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(thrown, "thrown");
  }
}
