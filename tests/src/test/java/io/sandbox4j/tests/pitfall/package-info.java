/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Rules of the threat model that are neither a single attack nor a promise of the API: each test
 * carries the rule's number.
 */
@NullMarked
package io.sandbox4j.tests.pitfall;

import org.jspecify.annotations.NullMarked;
