/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What this module's own tests choose, and nobody else: not exported. */
@NullMarked
package io.sandbox4j.seccomp.internal;

import org.jspecify.annotations.NullMarked;
