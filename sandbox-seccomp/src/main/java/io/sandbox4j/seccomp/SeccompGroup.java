/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.List;

/**
 * Rows of a policy that serve one intent.
 *
 * @param name a short name, as "file-read"
 * @param intent what the group lets a program do, or keeps it from doing
 * @param rules its rows, in order
 */
public record SeccompGroup(String name, String intent, List<SyscallRule> rules) {

  /** Checks that the group has a name. */
  public SeccompGroup {
    rules = List.copyOf(rules);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a group needs a name");
    }
  }
}
