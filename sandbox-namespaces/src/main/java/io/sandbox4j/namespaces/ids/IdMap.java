/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

/** The text of an id map: lines of inner id, host id, count. */
final class IdMap {
  private IdMap() {}

  /**
   * The map of a block.
   *
   * @param base its first host id
   * @param size its ids
   * @param inner the program's inner id
   * @param host the host id of the program: in the block, or the owner's of a writable bind
   * @return the lines
   */
  static String block(long base, int size, int inner, long host) {
    if (size == 2) {
      return inner == 0 ? line(0, host, 1) : line(0, base, 1) + line(inner, host, 1);
    }
    if (host == base + inner) {
      return line(0, base, size);
    }
    return line(0, base, inner)
        + line(inner, host, 1)
        + line(inner + 1L, base + inner + 1, size - inner - 1L);
  }

  /** The map of one id. */
  static String line(long inner, long host, long count) {
    return count == 0 ? "" : inner + " " + host + " " + count + "\n";
  }
}
