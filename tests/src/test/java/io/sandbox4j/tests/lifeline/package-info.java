/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What is left when the JVM, the shim or both are killed. */
@NullMarked
package io.sandbox4j.tests.lifeline;

import org.jspecify.annotations.NullMarked;
