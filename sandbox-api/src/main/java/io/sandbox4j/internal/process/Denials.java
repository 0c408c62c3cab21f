/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Denial;
import io.sandbox4j.HandlerFailure;
import io.sandbox4j.Outcome;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.spi.CallHandler;
import io.sandbox4j.spi.DeniedCallPolicy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run's notified system calls on the loop: one for each readiness, so that a program that
 * makes nothing but such calls starves nobody. Reported ones are refused at once, and those whose
 * answer is always the same get it; others go to their handler, on another thread.
 */
final class Denials {
  private final RunListener listener;
  private final HandledCalls handled;
  private final DeniedCallPolicy policy;
  private final Runnable violated;
  private final DeniedTally denied; // guarded by this, as all below
  private Outcome.@Nullable Violation violation;

  Denials(EventLoop loop, Descriptor listener, DeniedCallPolicy policy, Runnable violated) {
    this.policy = policy;
    this.violated = violated;
    this.listener = new RunListener(listener);
    this.denied = new DeniedTally(new CallReport(policy, this.listener::isWaiting));
    this.handled = new HandledCalls(this.listener, policy.waitsKillable(), policy::name);
    this.listener.begin(loop, this::ready);
  }

  private void ready(int events) {
    if ((events & Epoll.IN) != 0) {
      SeccompListener.Notification call = listener.receive();
      if (call != null) {
        answer(call);
      }
    } else if ((events & (Epoll.HUP | Epoll.ERR)) != 0) {
      close(); // the last task with this filter is gone
    }
  }

  private void answer(SeccompListener.Notification call) {
    if (policy.carriesOut(call.arch(), call.number(), call.arguments())) {
      listener.carryOutAtOnce(call.id());
      return;
    }
    CallHandler handler = policy.handler(call.number(), call.arguments());
    if (handler != null) {
      if (!listener.answerAtOnce(call.id(), handler.always())) {
        handled.take(call, handler);
      }
      return;
    }
    boolean ends = policy.endsRun(call.number(), call.arguments());
    synchronized (this) {
      boolean violates = ends && violation == null;
      denied.add(call, violates);
      if (violates) {
        List<Long> arguments = Arrays.stream(call.arguments()).boxed().toList();
        violation = new Outcome.Violation(policy.name(call.number()), arguments);
      }
    }
    if (ends) {
      violated.run(); // the caller waits in its call until it is killed
    } else {
      listener.refuseAtOnce(call.id(), policy.errno(call.number(), call.arguments()));
    }
  }

  synchronized List<Denial> denied() {
    return denied.all();
  }

  synchronized Outcome.@Nullable Violation violation() {
    return violation;
  }

  /** Handlers that did not answer. */
  List<HandlerFailure> handlerFailures() {
    return handled.failures();
  }

  /** By the loop when the last task is gone or the run has ended; handlers are interrupted. */
  void close() {
    listener.close();
    handled.close();
  }
}
