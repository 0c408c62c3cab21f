/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.process;

/** Where the crash of a program leads, core(5). */
sealed interface CoreDumps {

  /** Nowhere. */
  record Suppressed() implements CoreDumps {}

  /**
   * To a handler of the host.
   *
   * @param reason why it is not suppressed
   * @param fix what suppresses it
   */
  record ReachTheHost(String reason, String fix) implements CoreDumps {}

  /**
   * Decides.
   *
   * @param hardLimit the hard RLIMIT_CORE that the JVM passes on
   * @param pattern the kernel's core_pattern
   */
  static CoreDumps of(long hardLimit, String pattern) {
    // fs/coredump.c: only coredump_pipe() looks for the limit 1, coredump_socket() does not.
    if (pattern.startsWith("@")) {
      return new ReachTheHost(
          "a crash of a program reaches the host's core server (kernel.core_pattern is a socket), which no"
              + " limit suppresses",
          "set kernel.core_pattern to a file name or a pipe");
    }
    if (pattern.startsWith("|") && hardLimit == 0) {
      return new ReachTheHost(
          "a crash of a program starts the host's core handler (kernel.core_pattern is a pipe), because the"
              + " JVM's hard RLIMIT_CORE is 0 and only the value 1 suppresses it",
          "start the JVM with a hard RLIMIT_CORE of 1 or more (systemd: LimitCORE=1, docker: --ulimit"
              + " core=1), or set kernel.core_pattern to a file name");
    }
    return new Suppressed();
  }
}
