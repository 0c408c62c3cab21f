/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Namespaces, file view, cgroups, ids and capabilities. */
module io.sandbox4j.namespaces {
  requires static transitive org.jspecify;
  requires transitive io.sandbox4j.seccomp;

  exports io.sandbox4j.namespaces;

  provides io.sandbox4j.spi.Layer with
      io.sandbox4j.namespaces.cgroup.CgroupLayer,
      io.sandbox4j.namespaces.ids.IdsLayer,
      io.sandbox4j.namespaces.process.NamespacesLayer,
      io.sandbox4j.namespaces.root.RootLayer,
      io.sandbox4j.namespaces.process.ProgramStateLayer,
      io.sandbox4j.namespaces.process.RlimitLayer,
      io.sandbox4j.namespaces.process.CapabilitiesLayer,
      io.sandbox4j.namespaces.process.LandlockLayer;
}
