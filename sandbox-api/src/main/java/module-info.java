/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The request model, its results, and the launch of sandboxed processes. */
@SuppressWarnings("module") // the siblings named below are compiled after this module
module io.sandbox4j {
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports io.sandbox4j;
  exports io.sandbox4j.spi;
  exports io.sandbox4j.launch;
  exports io.sandbox4j.internal.linux to
      io.sandbox4j.seccomp,
      io.sandbox4j.namespaces,
      io.sandbox4j.appkernel,
      io.sandbox4j.kvm;
  exports io.sandbox4j.internal.linux.generated to
      io.sandbox4j.seccomp,
      io.sandbox4j.namespaces,
      io.sandbox4j.appkernel,
      io.sandbox4j.kvm;
  exports io.sandbox4j.internal.calls to
      io.sandbox4j.seccomp,
      io.sandbox4j.appkernel;

  uses io.sandbox4j.spi.Engine;
  uses io.sandbox4j.spi.Layer;
  uses io.sandbox4j.spi.OwnFilters;

  provides io.sandbox4j.spi.Engine with
      io.sandbox4j.internal.process.ProcessEngine;
}
