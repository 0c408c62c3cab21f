/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The request model, its results, and the launch of sandboxed processes. */
module io.sandbox4j {
  requires static transitive org.jspecify;
  requires org.slf4j;
}
