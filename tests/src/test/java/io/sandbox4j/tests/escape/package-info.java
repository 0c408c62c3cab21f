/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The escape corpus: a small program for each known way out, by which others broke. A test passes
 * when the hole is shut and, where that can be shown safely, when the same program gets through
 * without a sandbox.
 */
@NullMarked
package io.sandbox4j.tests.escape;

import org.jspecify.annotations.NullMarked;
