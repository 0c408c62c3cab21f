/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdSpaceTest {
  @Nested
  class Where_all_ids_exist {
    private final IdSpace space = IdSpace.of(IdRange.parse("         0          0 4294967295\n"));

    @Test
    void blocks_are_whole_and_begin_above_the_ids_of_others() {
      assertEquals(65_536, space.blockSize());
      assertEquals(0x80000, space.first());
    }

    @Test
    void the_last_block_ends_below_the_ids_that_systemd_leaves_alone() {
      assertTrue(space.base(space.blocks() - 1) + 65_536 <= 0x6fff0000L);
    }
  }

  @Nested
  class In_a_container_with_a_small_map {
    private final IdSpace space = IdSpace.of(IdRange.parse("0 100000 65536\n"));

    @Test
    void a_block_is_two_ids() {
      assertEquals(2, space.blockSize());
      assertTrue(space.blocks() > 0);
    }

    @Test
    void the_highest_ids_are_used() {
      assertEquals(65_536, space.base(space.blocks() - 1) + 2);
    }
  }

  @Test
  void a_map_of_root_alone_has_no_blocks() {
    assertEquals(0, IdSpace.of(IdRange.parse("0 1000 1\n")).blocks());
  }

  @Test
  void ids_must_exist_for_users_and_groups() {
    assertEquals(
        List.of(new IdRange(5, 5)),
        IdRange.common(List.of(new IdRange(0, 10)), List.of(new IdRange(5, 100))));
  }

  @Test
  void p1_no_block_ever_holds_id_0_or_an_id_that_does_not_exist() {
    Random random = new Random(1);
    long[] edges = {0, 1, 2, 3, 65_535, 65_536, 65_537, 0x80000, 0x6fff0000L, 1L << 31};
    for (int i = 0; i < 20_000; i++) {
      long first = any(random, edges);
      long count = any(random, edges);
      IdSpace space = IdSpace.of(List.of(new IdRange(first, count)));
      if (space.blocks() > 0) {
        String range = first + " and " + count + " ids";
        assertTrue(space.base(0) > 0 && space.base(0) >= first, range);
        assertTrue(space.base(space.blocks() - 1) + space.blockSize() <= first + count, range);
      }
    }
  }

  private static long any(Random random, long[] edges) {
    return random.nextInt(4) == 0
        ? edges[random.nextInt(edges.length)]
        : random.nextLong(0, 1L << random.nextInt(1, 32));
  }
}
