/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

import io.sandbox4j.internal.linux.Arch;

/**
 * The seccomp filters of the library's own processes. Found by {@link java.util.ServiceLoader}.
 *
 * @implSpec Stateless and thread-safe.
 */
public interface OwnFilters {

  /**
   * The filter of the shim, inherited by all it starts: a short list of what nobody ever needs.
   *
   * @param arch the architecture
   * @return records of {@code struct sock_filter}
   */
  byte[] shim(Arch arch);

  /**
   * The filter of a sandbox's pid 1 once it only reaps.
   *
   * @param arch the architecture
   * @return records of {@code struct sock_filter}
   */
  byte[] init(Arch arch);
}
