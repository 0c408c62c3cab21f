/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Rules about the code itself: who may link native code, who may know whom. */
@NullMarked
package io.sandbox4j.tests.architecture;

import org.jspecify.annotations.NullMarked;
