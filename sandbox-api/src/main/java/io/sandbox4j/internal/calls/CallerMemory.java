/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

/**
 * Reads memory of a caller. What it gives is the program's: whoever decodes copies once.
 *
 * @implSpec Never throws for what the program did; a caller that is gone has no memory.
 */
@FunctionalInterface
public interface CallerMemory {
  /** Memory that nobody may look at. */
  CallerMemory NONE = (_, _) -> new byte[0];

  /**
   * Copies bytes, up to the first that cannot be read.
   *
   * @param address where they begin
   * @param most how many at most
   * @return those that can be read, maybe none
   */
  byte[] read(long address, int most);
}
