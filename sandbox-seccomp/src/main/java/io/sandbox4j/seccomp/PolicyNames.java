/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What names stand for in a policy file. Each map grows while the file is read.
 *
 * @param values numbers, by {@code let}
 * @param sets sets of calls, by {@code set}; those that come with the library are there from the
 *     beginning
 */
record PolicyNames(
    Map<String, Long> values, Map<String, SyscallSet> sets, Map<String, SyscallHandler> handlers) {
  static PolicyNames with(Map<String, SyscallSet> sets, Map<String, SyscallHandler> handlers) {
    return new PolicyNames(new HashMap<>(), new LinkedHashMap<>(sets), Map.copyOf(handlers));
  }
}
