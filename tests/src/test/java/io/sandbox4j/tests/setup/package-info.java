/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What several suites share: sandboxes for any host, victim programs, the census. */
@NullMarked
package io.sandbox4j.tests.setup;

import org.jspecify.annotations.NullMarked;
