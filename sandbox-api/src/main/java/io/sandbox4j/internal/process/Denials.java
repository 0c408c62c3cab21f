/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.Denial;
import io.sandbox4j.Outcome;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Epoll;
import io.sandbox4j.internal.linux.SeccompListener;
import io.sandbox4j.spi.DeniedCallPolicy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a run's reported system calls on the loop: one for each readiness, so that a program that
 * makes nothing but forbidden calls starves nobody.
 */
final class Denials {
  private final EventLoop loop;
  private final Descriptor listener;
  private final DeniedCallPolicy policy;
  private final Runnable violated;
  private final DeniedTally denied; // guarded by this, as all below
  private Outcome.@Nullable Violation violation;
  private final long token;

  Denials(EventLoop loop, Descriptor listener, DeniedCallPolicy policy, Runnable violated) {
    this.loop = loop;
    this.listener = listener;
    this.policy = policy;
    this.violated = violated;
    this.denied = new DeniedTally(policy::name);
    this.token = loop.add(listener, Epoll.IN, this::ready);
  }

  private synchronized void ready(int events) {
    if (!listener.isOpen()) {
      return;
    }
    if ((events & Epoll.IN) != 0) {
      SeccompListener.Notification call = SeccompListener.receive(listener);
      if (call != null) {
        answer(call);
      }
    } else if ((events & (Epoll.HUP | Epoll.ERR)) != 0) {
      close(); // the last task with this filter is gone
    }
  }

  private void answer(SeccompListener.Notification call) {
    boolean ends = policy.endsRun(call.number(), call.arguments());
    List<Long> arguments = Arrays.stream(call.arguments()).boxed().toList();
    synchronized (this) {
      denied.add(call.number(), arguments);
      if (ends && violation == null) {
        violation = new Outcome.Violation(policy.name(call.number()), arguments);
      }
    }
    if (ends) {
      violated.run(); // the caller waits in its call until it is killed
    } else {
      SeccompListener.refuse(listener, call.id(), policy.errno(call.number(), call.arguments()));
    }
  }

  synchronized List<Denial> denied() {
    return denied.all();
  }

  synchronized Outcome.@Nullable Violation violation() {
    return violation;
  }

  /** By the loop when the last task is gone, and when the result is collected. */
  synchronized void close() {
    if (listener.isOpen()) {
      loop.remove(listener, token);
      listener.close();
    }
  }
}
