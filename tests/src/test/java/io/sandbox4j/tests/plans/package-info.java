/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Whole launch plans: their texts, and what the kernel sees of them. */
@NullMarked
package io.sandbox4j.tests.plans;

import org.jspecify.annotations.NullMarked;
