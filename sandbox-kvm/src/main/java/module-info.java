/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The microVM: an engine that runs the program in a virtual machine of its own. This version holds
 * the module's name and no engine, so it exports nothing.
 */
module io.sandbox4j.kvm {
  requires static transitive org.jspecify;
  requires transitive io.sandbox4j.appkernel;
}
