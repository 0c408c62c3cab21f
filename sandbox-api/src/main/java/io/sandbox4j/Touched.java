/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/**
 * A limit that refused something without ending the run: EAGAIN from fork, ENOSPC, dropped output.
 *
 * @param limit which
 * @param times how often, where it is counted, else 1
 */
public record Touched(Limit limit, long times) {
  /** Checks that there is a limit. */
  public Touched {
    Objects.requireNonNull(limit, "limit");
  }
}
