/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the arguments of system calls are, in words: from two tables of text, for reports of calls,
 * for comments in learned policies and for whoever answers calls. Nothing here asks the kernel;
 * memory of a caller is read by what the user of this package passes in, and is hostile.
 */
@NullMarked
package io.sandbox4j.internal.calls;

import org.jspecify.annotations.NullMarked;
