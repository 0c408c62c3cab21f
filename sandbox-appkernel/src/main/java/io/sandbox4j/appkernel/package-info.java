/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Home of the application kernel: a sentry that answers every system call of its guest, a gofer
 * that owns the guest's files, and the platforms that carry calls from the guest to the sentry.
 * This version has none of them. The package may not link native code; it reaches the kernel
 * through the bindings of the base module.
 */
@NullMarked
package io.sandbox4j.appkernel;

import org.jspecify.annotations.NullMarked;
