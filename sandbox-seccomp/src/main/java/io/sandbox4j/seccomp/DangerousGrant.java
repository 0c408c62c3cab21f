/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp;

import java.util.Locale;

/**
 * Tokens for what a policy rarely means to grant. A policy that does is fit for a sandbox only when
 * it says so by name: {@code accept NAME -- REASON} in its file, {@link
 * SeccompPolicy.Builder#accept} in code. Whoever writes the name has read it.
 */
public enum DangerousGrant {
  /** Read and change the memory and descriptors of other processes. */
  TRACING,
  /** Change what files there are to see. */
  MOUNTS,
  /**
   * Make and enter namespaces, with the capabilities that count in them. By {@code clone3} as well,
   * whose flags no filter sees.
   */
  NAMESPACES,
  /** Put programs into the kernel. */
  BPF,
  /** Load code into the kernel. */
  KERNEL_CODE,
  /** Change the host: its clock, swap, accounting, ports. */
  ADMINISTRATION,
  /** Type into the caller's terminal: {@code ioctl} with TIOCSTI or TIOCLINUX (CVE-2017-5226). */
  TERMINAL_INPUT,
  /** Open any file of a file system by number. */
  FILE_HANDLES,
  /** Make calls that no filter sees. */
  IO_URING,
  /** Stop the kernel at a chosen page. */
  FAULT_HANDLING,
  /** Watch other processes and the kernel. */
  PERFORMANCE_EVENTS,
  /** Use keys that are in no namespace. */
  KEYRINGS,
  /**
   * Listen to filters of its own: a listener could answer a notified call with CONTINUE and so
   * carry it out.
   */
  LISTENERS,
  /**
   * A handler has notified calls carried out: the kernel then looks anew at memory that another
   * thread may have changed since the handler did.
   */
  CONTINUE;

  /** {@return the name that policy files use, as "file-handles"} */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
