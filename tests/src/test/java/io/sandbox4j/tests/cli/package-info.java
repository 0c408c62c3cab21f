/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The programs below {@code examples/target}, from outside: what a newcomer types and sees. */
@NullMarked
package io.sandbox4j.tests.cli;

import org.jspecify.annotations.NullMarked;
