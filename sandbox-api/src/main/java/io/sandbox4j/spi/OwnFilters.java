/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * The seccomp filters of the library's own processes. Found by {@link java.util.ServiceLoader}.
 *
 * @implSpec Stateless and thread-safe.
 */
public interface OwnFilters {

  /**
   * The filter of the shim, inherited by all it starts: a short list of what nobody ever needs.
   *
   * @param machine the CPU architecture as {@code uname -m} names it
   * @return records of {@code struct sock_filter}
   */
  byte[] shim(String machine);

  /**
   * The filter of a sandbox's pid 1 once it only reaps.
   *
   * @param machine the CPU architecture as {@code uname -m} names it
   * @return records of {@code struct sock_filter}
   */
  byte[] init(String machine);
}
