/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Launch after launch, kill after kill, crowds: what must hold the ten-thousandth time as the
 * first.
 */
@NullMarked
package io.sandbox4j.tests.soak;

import org.jspecify.annotations.NullMarked;
