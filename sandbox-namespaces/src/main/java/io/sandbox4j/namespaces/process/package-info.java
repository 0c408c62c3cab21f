/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What surrounds a process besides its files: namespaces, resource limits, capabilities, Landlock,
 * and the state that a program would otherwise inherit from the JVM.
 */
@NullMarked
package io.sandbox4j.namespaces.process;

import org.jspecify.annotations.NullMarked;
