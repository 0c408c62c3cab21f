/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IdMapTest {
  @Test
  void a_block_is_one_line() {
    assertEquals("0 524288 65536\n", IdMap.block(524_288, 65_536, 1000, 525_288));
  }

  @Test
  void p1b_the_owner_of_a_workspace_takes_the_programs_place_in_the_block() {
    assertEquals(
        "0 524288 1000\n1000 501 1\n1001 525289 64535\n", IdMap.block(524_288, 65_536, 1000, 501));
  }

  @Test
  void user_0_as_the_program_is_the_blocks_first_line() {
    assertEquals("0 501 1\n1 524289 65535\n", IdMap.block(524_288, 65_536, 0, 501));
  }

  @Test
  void two_ids_are_for_init_and_the_program() {
    assertEquals("0 4000 1\n1000 4001 1\n", IdMap.block(4000, 2, 1000, 4001));
  }
}
