/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.spi;

/**
 * The content of a file that an engine holds outside the heap, see {@link
 * io.sandbox4j.Source.Held}.
 *
 * @implSpec Thread-safe. The content never changes.
 */
public interface HeldContent {

  /** {@return its size in bytes} */
  long size();

  /**
   * Opens it for reading, from its beginning.
   *
   * @return a descriptor of the caller's own
   * @throws IllegalStateException if it was given back: the result it came with is closed
   */
  PassedDescriptor open();
}
