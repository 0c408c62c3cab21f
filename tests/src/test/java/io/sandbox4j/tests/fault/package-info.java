/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Faults injected into JVM, shim and sandbox, and hosts that run short: each ends as a clear error,
 * with nothing left behind.
 */
@NullMarked
package io.sandbox4j.tests.fault;

import org.jspecify.annotations.NullMarked;
