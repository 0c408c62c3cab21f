/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j;

/** What holds for a bind mount; nosuid always does. */
public enum BindOption {
  /** Nothing in it can be executed. */
  NOEXEC,
  /** Device nodes in it do nothing. Always in force for an ordinary user's sandbox. */
  NODEV
}
