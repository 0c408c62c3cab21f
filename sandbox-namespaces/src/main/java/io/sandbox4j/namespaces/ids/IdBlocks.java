/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.SandboxException;
import io.sandbox4j.internal.linux.Descriptor;
import io.sandbox4j.internal.linux.Kernel;
import io.sandbox4j.internal.linux.OwnershipLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Hands out blocks of host ids. Byte n of the lock file stands for block n; an
 * open-file-description lock on it means that this JVM has it, and goes when the JVM goes, however
 * it goes. Locks are taken for {@value #CHUNK} blocks at once, so that a launch costs no system
 * call here. Thread-safe.
 */
final class IdBlocks implements AutoCloseable {
  static final int CHUNK = 16;

  private final IdSpace space;
  private final Descriptor file;
  private final Kernel kernel;
  private final int start;

  /** Guarded by this. */
  private final Deque<Integer> free = new ArrayDeque<>();

  /** Chunks that are locked, guarded by this. */
  private final List<Integer> held = new ArrayList<>();

  /**
   * Hands out blocks.
   *
   * @param space the blocks
   * @param file the lock file, open for writing; closed with this
   * @param kernel who is asked for locks
   * @param seed where to begin looking, so that JVMs rarely meet
   */
  IdBlocks(IdSpace space, Descriptor file, Kernel kernel, long seed) {
    this.space = space;
    this.file = file;
    this.kernel = kernel;
    this.start =
        (int) Math.floorMod((seed * 0x9e3779b97f4a7c15L) >>> 16, (long) Math.max(1, chunks()));
  }

  private int chunks() {
    return (space.blocks() + CHUNK - 1) / CHUNK;
  }

  /**
   * Takes a block.
   *
   * @return its number
   * @throws SandboxException if other processes hold them all
   */
  synchronized int take() {
    if (free.isEmpty()) {
      lockMore();
    }
    return free.removeFirst();
  }

  /**
   * Gives a block back. It goes to the end of the queue: an id that is still on its way out in the
   * kernel is not used again at once.
   *
   * @param block its number
   */
  synchronized void giveBack(int block) {
    free.addLast(block);
  }

  private void lockMore() {
    for (int i = 0; i < chunks(); i++) {
      int chunk = (start + i) % chunks();
      if (!held.contains(chunk)
          && OwnershipLock.tryTake(kernel, file, (long) chunk * CHUNK, CHUNK)) {
        held.add(chunk);
        int end = Math.min(space.blocks(), (chunk + 1) * CHUNK);
        for (int block = chunk * CHUNK; block < end; block++) {
          free.addLast(block);
        }
        return;
      }
    }
    throw new SandboxException(
        "all " + space.blocks() + " blocks of host ids are taken by live sandboxes of this host");
  }

  IdSpace space() {
    return space;
  }

  @Override
  public void close() {
    file.close();
  }
}
