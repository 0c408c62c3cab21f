/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.process;

/**
 * Something quick that is done when the JVM begins to exit. It must be removed when its owner ends:
 * the JVM would hold it, and the owner's class loader, for ever.
 */
final class ExitHook {
  private final Thread thread;
  private final Runnable action;

  ExitHook(Runnable action) {
    this.action = action;
    this.thread =
        Thread.ofPlatform()
            .name("sandbox4j-exit")
            .inheritInheritableThreadLocals(false)
            .unstarted(action);
    thread.setContextClassLoader(null);
  }

  /** From now on; at once in a JVM that exits already. */
  void add() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException exiting) {
      action.run();
    }
  }

  void remove() {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException exiting) {
      // It has run, or runs.
    }
  }
}
