/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The only place that links native code: raw system calls in the kernel's own style (a result, or a
 * negative errno), one class per kernel subject. Exported to this project's modules only.
 *
 * <p>Nothing is linked before the first call. Calls here never block for long, so that virtual
 * threads may make them; waiting is the event loop's.
 */
@NullMarked
package io.sandbox4j.internal.linux;

import org.jspecify.annotations.NullMarked;
