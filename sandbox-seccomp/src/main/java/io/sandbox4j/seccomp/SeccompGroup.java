/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.List;

/**
 * Rows of a policy that serve one intent.
 *
 * @param name a short name of letters, digits, dots, dashes and underscores, as "file-read"
 * @param intent what the group lets a program do, or keeps it from doing; one line, without #
 * @param rules its rows, in order
 */
public record SeccompGroup(String name, String intent, List<SyscallRule> rules) {

  /** Checks name and intent. */
  public SeccompGroup {
    rules = List.copyOf(rules);
    PolicyText.checkName("group", name);
    intent = PolicyText.oneLine("intent of the group " + name, intent);
  }
}
