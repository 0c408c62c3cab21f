/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.CallAnswer;

/** One answer for all calls. */
record Always(SyscallAnswer answer) implements SyscallHandler {
  Always {
    if (answer.raw() instanceof CallAnswer.Copy) {
      throw new IllegalArgumentException("a descriptor can be given only once: " + answer);
    }
  }

  @Override
  public SyscallAnswer handle(NotifiedCall call) {
    return answer;
  }
}
