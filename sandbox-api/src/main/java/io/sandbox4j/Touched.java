/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

import java.util.Objects;

/**
 * A limit that refused something without ending the run. The process engine sees what the kernel
 * counts: forks refused by {@link Limit#TASKS} (their number, from pids.events of the cgroup),
 * {@link Limit#MEMORY} that was reached and could be reclaimed, and {@link Limit#DISK} that is full
 * when the run ends (ENOSPC). EMFILE, EDQUOT of a bind and a disk that was full only for a while
 * are counted by nobody and are not listed.
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
