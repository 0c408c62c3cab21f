/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.launch;

import io.sandbox4j.internal.linux.CloneFlags;
import java.util.Objects;

/**
 * Namespaces that the shim stands in for the moment of a clone, so that the child is born there
 * (setns(2); {@code struct stand} of {@code plan.h}).
 *
 * @param namespaces a saved, passed or session's descriptor: of a namespace, or of a process (then
 *     of all its namespaces)
 * @param flags the {@code CLONE_NEW*} flags of the kinds to enter; no user or time namespace, from
 *     which there is no way back
 */
public record Stand(Operand namespaces, long flags) {
  private static final int SIZE = 8;

  /** Checks that there is something to enter. */
  public Stand {
    Objects.requireNonNull(namespaces, "namespaces");
    if (flags == 0 || flags != (flags & 0x6e020000L)) {
      throw new IllegalArgumentException(
          "the shim cannot stand in namespaces of the flags 0x" + Long.toHexString(flags));
    }
  }

  @Override
  public String toString() {
    return namespaces + ": " + CloneFlags.names(flags);
  }

  /** The list as the interpreter reads it: a kept descriptor and the flags each. */
  static Chunk table(java.util.List<Stand> stands) {
    byte[] room = new byte[stands.size() * SIZE];
    Chunk table = new Chunk(room, stands, System.identityHashCode(room));
    for (int i = 0; i < stands.size(); i++) {
      Stand stand = stands.get(i);
      table.put32(i * SIZE, KeptDescriptor.of(stand.namespaces(), false).encode());
      table.put32(i * SIZE + 4, (int) stand.flags());
    }
    return table;
  }
}
