/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.List;

/**
 * One row of a policy: a call, the conditions on its arguments, and what becomes of it.
 *
 * @param call the kernel's name of the call, on either architecture
 * @param conditions all must hold for the row to apply; empty for every call of that name
 * @param action what becomes of the call
 * @param reason who needs the call, or which hole the row shuts: one line, without #
 */
public record SyscallRule(
    String call, List<ArgumentCondition> conditions, SeccompAction action, String reason) {

  /** Checks that the call exists and that the row says why it is there. */
  public SyscallRule {
    conditions = List.copyOf(conditions);
    reason = PolicyText.oneLine("reason", reason);
    if (!SyscallAbi.anyHas(call)) {
      throw new IllegalArgumentException(NearestName.unknownCall(call));
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("the row for " + call + " says no reason");
    }
  }

  /**
   * {@return a row for a call, all conditions to hold}
   *
   * @param call the kernel's name of the call
   * @param action what becomes of the call
   * @param reason who needs the call, or which hole the row shuts
   * @param conditions all must hold
   */
  public static SyscallRule of(
      String call, SeccompAction action, String reason, ArgumentCondition... conditions) {
    return new SyscallRule(call, List.of(conditions), action, reason);
  }
}
