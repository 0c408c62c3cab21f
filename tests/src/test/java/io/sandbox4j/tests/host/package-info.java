/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What the library says about hosts, and does on those that cannot have sandboxes. */
@NullMarked
package io.sandbox4j.tests.host;

import org.jspecify.annotations.NullMarked;
