/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.seccomp.internal;

import io.sandbox4j.spi.LayerOption;

/**
 * For tests: signals may interrupt callers that wait for a handler, as on kernels before 5.19, also
 * where the kernel could prevent it.
 */
public record InterruptibleCallers() implements LayerOption {}
