/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The layers that Linux namespaces, mounts, ids, capabilities, resource limits and cgroups give.
 * Each adds its steps to the stages of a launch plan and knows nothing of the others.
 */
@NullMarked
package io.sandbox4j.namespaces;

import org.jspecify.annotations.NullMarked;
