/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.namespaces.ids;

import io.sandbox4j.internal.linux.Memfd;
import io.sandbox4j.spi.HostFacts;
import io.sandbox4j.spi.PreparedLayer;
import java.util.List;

/** The layer of the ids, always with the same block. */
public final class FixedIds {
  private FixedIds() {}

  /**
   * The layer.
   *
   * @param host whether it is root's decides how ids are given
   */
  public static PreparedLayer layer(HostFacts host) {
    if (!host.privileged()) {
      return new PreparedIds(Identity.Kind.SINGLE, null, host);
    }
    IdSpace space = IdSpace.of(List.of(new IdRange(0, 0xffff_fffeL)));
    IdBlocks blocks =
        new IdBlocks(space, Memfd.data("blocks", new byte[0]), (_, _, _, _, _, _, _) -> 0, 0);
    return new PreparedIds(Identity.Kind.BLOCK, blocks, host);
  }
}
