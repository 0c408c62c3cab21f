/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.examples.cli.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two threads that keep a JVM's collector at work: one allocates, one asks for full collections.
 */
final class Garbage implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final int ALIVE = 4096; // 64 MiB that each full collection has to go through
  private static final int BETWEEN_COLLECTIONS_MS = 20;

  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread allocating = new Thread(this::allocate, "garbage");
  private final Thread collecting = new Thread(this::collect, "full-collections");

  private Garbage() {}

  static Garbage begin() {
    Garbage garbage = new Garbage();
    garbage.allocating.start();
    garbage.collecting.start();
    return garbage;
  }

  private void allocate() {
    Deque<byte[]> alive = new ArrayDeque<>();
    while (!over.get()) {
      alive.addLast(new byte[PIECE]);
      if (alive.size() > ALIVE) {
        alive.removeFirst();
      }
    }
  }

  private void collect() {
    try {
      while (!over.get()) {
        System.gc();
        Thread.sleep(BETWEEN_COLLECTIONS_MS);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.set(true);
    try {
      allocating.join();
      collecting.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt(); // both end by themselves
    }
  }
}
