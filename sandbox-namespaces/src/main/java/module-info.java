/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Namespaces, file view, cgroups, ids and capabilities. */
module io.sandbox4j.namespaces {
  requires static transitive org.jspecify;
  requires transitive io.sandbox4j.seccomp;
}
