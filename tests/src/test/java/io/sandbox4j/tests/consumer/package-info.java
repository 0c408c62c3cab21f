/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The library as its users get it: a project outside the reactor, built from installed artifacts.
 */
@NullMarked
package io.sandbox4j.tests.consumer;

import org.jspecify.annotations.NullMarked;
