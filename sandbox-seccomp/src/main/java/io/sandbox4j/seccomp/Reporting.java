/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

/** How a filter tells of reported calls. */
public enum Reporting {
  /** By user notification: the supervisor holds a listener and answers each reported call. */
  NOTIFY,
  /**
   * By user notification of every call, allowed ones as well: the supervisor has carried out what
   * the policy allows, and so sees all calls. Not of what ends a thread or process, which the
   * kernel does by itself, nor of the calls that end it or return from a signal handler. Calls by
   * another entry (i386, x32) are refused in the kernel as ever.
   */
  EVERYTHING,
  /**
   * Not at all: reported calls are refused, or kill in {@link SeccompMode#KILL}, by the filter
   * itself. For hosts where a filter above ours already has a listener, so that the kernel refuses
   * a second one with EBUSY ({@code kernel/seccomp.c:has_duplicate_listener()}).
   */
  SILENT
}
