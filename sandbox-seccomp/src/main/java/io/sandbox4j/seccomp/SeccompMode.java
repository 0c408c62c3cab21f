/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** What a reported call leads to. */
public enum SeccompMode {
  /** The call is noted and gets its errno; the program goes on. */
  ENFORCE,
  /**
   * As {@link #ENFORCE}, and what a policy refuses quietly is noted as well, but for clone3 and
   * rseq, which every program tries. For finding out what a program asks for; each refused call
   * costs it a round trip.
   */
  REPORT,
  /** The call is noted and the run ends as a violation. */
  KILL
}
