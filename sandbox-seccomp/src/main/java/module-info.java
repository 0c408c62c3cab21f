/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** System call policies, compiled to BPF. */
module io.sandbox4j.seccomp {
  requires static transitive org.jspecify;
  requires transitive io.sandbox4j;

  exports io.sandbox4j.seccomp;

  provides io.sandbox4j.spi.Layer with
      io.sandbox4j.seccomp.SeccompLayer;
  provides io.sandbox4j.spi.OwnFilters with
      io.sandbox4j.seccomp.OwnProcessFilters;
}
