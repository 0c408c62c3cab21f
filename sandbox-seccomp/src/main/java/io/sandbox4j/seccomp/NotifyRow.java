/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import io.sandbox4j.spi.CallAnswer;
import io.sandbox4j.spi.CallHandler;
import io.sandbox4j.spi.WaitingCall;
import org.jspecify.annotations.Nullable;

/**
 * A handler as the engine calls it.
 *
 * @param action the action of the policy's row
 * @param abi the interface that calls come by
 */
record NotifyRow(SeccompAction.Notify action, SyscallAbi abi) implements CallHandler {
  @Override
  public String name() {
    return action.name();
  }

  @Override
  public @Nullable CallAnswer always() {
    return action.handler() instanceof Always(SyscallAnswer answer) ? answer.raw() : null;
  }

  @Override
  public CallAnswer answer(WaitingCall call) throws Exception {
    CallAnswer answer = action.handler().handle(new NotifiedCall(call, abi)).raw();
    if (answer instanceof CallAnswer.CarryOut && !action.mayContinue()) {
      throw new IllegalStateException(
          "the policy does not let the handler "
              + action.name()
              + " have calls carried out: its row needs the token DangerousGrant.CONTINUE");
    }
    return answer;
  }
}
