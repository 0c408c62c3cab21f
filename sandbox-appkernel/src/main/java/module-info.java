/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The application kernel: an engine that answers a program's system calls in Java instead of
 * passing them to the host. This version holds the module's name and no engine, so it exports
 * nothing.
 */
module io.sandbox4j.appkernel {
  requires static transitive org.jspecify;
  requires transitive io.sandbox4j.namespaces;
}
