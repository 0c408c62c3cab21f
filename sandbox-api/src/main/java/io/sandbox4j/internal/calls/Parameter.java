/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.internal.calls;

/**
 * A parameter of a system call.
 *
 * @param name what it is, in a word
 * @param kind how it is shown
 */
record Parameter(String name, ArgumentKind kind) {}
