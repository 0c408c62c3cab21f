/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import java.util.List;

/**
 * The host ids that sandboxes take their blocks from, cut into blocks of one size.
 *
 * @param first the first id of block 0
 * @param blockSize ids in a block
 * @param blocks how many blocks there are
 */
record IdSpace(long first, int blockSize, int blocks) {
  /** The ids that systemd and others leave alone: above its containers, below the sign bit. */
  private static final IdRange UNPRIVILEGED = new IdRange(0x80000, 0x6fff0000L - 0x80000);

  private static final int WHOLE = 65_536;
  private static final int SMALLEST = 2;
  private static final int MOST_SMALL = 16_384;

  /**
   * Finds the ids to use where the JVM stands.
   *
   * @param ids what exists there
   * @return blocks of 65,536 from the range nobody else uses; in a container with a small map
   *     blocks of two ids, for init and the program; no blocks if not even two unprivileged ids
   *     exist
   */
  static IdSpace of(List<IdRange> ids) {
    for (IdRange range : IdRange.common(ids, List.of(UNPRIVILEGED))) {
      long first = (range.first() + WHOLE - 1) / WHOLE * WHOLE;
      long blocks = (range.end() - first) / WHOLE;
      if (blocks >= 64) {
        return new IdSpace(first, WHOLE, (int) blocks);
      }
    }
    // From the top: the lowest ids of a small map belong to the container's own users.
    IdSpace best = new IdSpace(0, SMALLEST, 0);
    for (IdRange range : IdRange.common(ids, List.of(new IdRange(1, 0xfffffffeL)))) {
      int blocks = (int) Math.min(range.count() / SMALLEST, MOST_SMALL);
      if (blocks > best.blocks) {
        best = new IdSpace(range.end() - (long) blocks * SMALLEST, SMALLEST, blocks);
      }
    }
    return best;
  }

  /** The first id of a block. */
  long base(int block) {
    return first + (long) block * blockSize;
  }
}
