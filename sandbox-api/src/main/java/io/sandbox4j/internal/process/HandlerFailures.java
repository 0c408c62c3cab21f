/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

import io.sandbox4j.HandlerFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one run that a handler did not answer, by handler and call. Thread-safe. */
final class HandlerFailures {
  /** Each holds a throwable; a program may call as many different numbers as a policy handles. */
  static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(HandlerFailures.class);

  private record Where(String handler, String call) {}

  private final Map<Where, HandlerFailure> told = new LinkedHashMap<>(); // guarded by this

  void add(String handler, String call, Throwable thrown) {
    boolean first = count(new Where(handler, call), thrown);
    if (first) {
      LOG.atDebug().setCause(thrown).log("handler {} did not answer {}", handler, call);
    }
  }

  private synchronized boolean count(Where where, Throwable thrown) {
    HandlerFailure known = told.get(where);
    if (known != null) {
      told.put(
          where,
          new HandlerFailure(known.handler(), known.call(), known.thrown(), known.count() + 1));
    } else if (told.size() < MOST) {
      told.put(where, new HandlerFailure(where.handler, where.call, thrown, 1));
    }
    return known == null;
  }

  /** In the order of their first. */
  synchronized List<HandlerFailure> all() {
    return new ArrayList<>(told.values());
  }
}
