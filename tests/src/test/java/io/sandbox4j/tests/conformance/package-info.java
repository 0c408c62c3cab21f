/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What a caller may rely on, run on the real kernel: one property a test. */
@NullMarked
package io.sandbox4j.tests.conformance;

import org.jspecify.annotations.NullMarked;
