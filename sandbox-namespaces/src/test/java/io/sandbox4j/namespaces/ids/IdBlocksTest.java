/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sandbox4j.SandboxException;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Files;
import io.sandbox4j.internal.linux.Kernel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdBlocksTest {
  private static final int AT_FDCWD = -100;
  private static final int O_RDWR_CREAT = 0x42;
  private final IdSpace space = new IdSpace(0x80000, 65_536, 2 * IdBlocks.CHUNK);

  @TempDir Path directory;

  private IdBlocks open(long seed) {
    long file =
        Files.host().openat(AT_FDCWD, directory.resolve("lock").toString(), O_RDWR_CREAT, 0600);
    return new IdBlocks(space, Descriptor.of("openat", file), Kernel.host(), seed);
  }

  @Test
  void every_block_is_given_once() {
    try (IdBlocks blocks = open(1)) {
      Set<Integer> taken = new HashSet<>();
      for (int i = 0; i < space.blocks(); i++) {
        assertTrue(taken.add(blocks.take()));
      }
      assertThrows(SandboxException.class, blocks::take);
    }
  }

  @Test
  void two_holders_of_the_file_never_get_the_same_block() {
    try (IdBlocks mine = open(1);
        IdBlocks others = open(1)) {
      Set<Integer> taken = new HashSet<>();
      for (int i = 0; i < IdBlocks.CHUNK; i++) {
        assertTrue(taken.add(mine.take()));
        assertTrue(taken.add(others.take()));
      }
      assertThrows(SandboxException.class, mine::take);
    }
  }

  @Test
  void what_is_given_back_is_used_last() {
    try (IdBlocks blocks = open(1)) {
      int first = blocks.take();
      blocks.giveBack(first);
      assertNotEquals(first, blocks.take());
    }
  }

  @Test
  void a_closed_holder_leaves_its_blocks_to_others() {
    int before;
    try (IdBlocks blocks = open(1)) {
      before = blocks.take();
    }
    try (IdBlocks blocks = open(1)) {
      assertEquals(before, blocks.take());
    }
    assertFalse(before < 0);
  }
}
